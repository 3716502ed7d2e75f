package io.moodlepipeline.processor.settings;

import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuardSetting;
import io.moodlepipeline.runtime.management.ManagementSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.LogSettings;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/** Everything the grade processor is told from outside. */
public record GradeProcessorSettings(
        ManagementSettings management, KafkaSettings kafka, FloodGuard floodGuard, BandingPolicy banding) {
    private static final String PREFIX = "GRADE_PROCESSOR_";

    static final Setting BANDING_FILE = Setting.of(
            PREFIX + "BANDING_FILE",
            "YAML file with the thresholds of all tenants or of some; unset: 70, 60 and 40 per cent for everyone.");

    private static final Setting PORT = ManagementSettings.port(8102);

    public static final List<Setting> ALL = List.of(
            KafkaSettings.BOOTSTRAP_SERVERS,
            BANDING_FILE,
            FloodGuardSetting.GUARD,
            ManagementSettings.HOST,
            PORT,
            LogSettings.FORMAT);

    /** @throws io.moodlepipeline.runtime.settings.InvalidSettingsException with every problem found */
    public static GradeProcessorSettings from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        LogSettings.check(settings);
        GradeProcessorSettings all = new GradeProcessorSettings(
                ManagementSettings.from(settings, PORT),
                KafkaSettings.from(settings, StreamsConfig.configDef().names()),
                FloodGuardSetting.from(settings),
                banding(settings));
        settings.finish(PREFIX, ALL);
        return all;
    }

    private static BandingPolicy banding(Settings settings) {
        return settings.optionalFile(BANDING_FILE)
                .map(file -> BandingFile.read(file, problem -> settings.problem(BANDING_FILE.name(), problem)))
                .orElse(BandingPolicy.BUILT_IN);
    }
}
