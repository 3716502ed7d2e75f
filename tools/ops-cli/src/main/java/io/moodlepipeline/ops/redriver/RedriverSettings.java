package io.moodlepipeline.ops.redriver;

import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.runtime.management.ManagementSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.LogSettings;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The redriver's settings, checked. */
public record RedriverSettings(Duration interval, KafkaProperties kafka, ManagementSettings management) {
    private static final int A_DAY = 86_400;

    static final Setting INTERVAL = Setting.of(
            "REDRIVER_INTERVAL",
            "300",
            "Seconds from one round to the next, and how long ago a letter must have failed, 1 to 86400.");

    private static final Setting MANAGEMENT_PORT = ManagementSettings.port(8104);

    static final List<Setting> ALL = List.of(
            INTERVAL, KafkaSettings.BOOTSTRAP_SERVERS, ManagementSettings.HOST, MANAGEMENT_PORT, LogSettings.FORMAT);

    public static RedriverSettings from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        RedriverSettings read = new RedriverSettings(
                Duration.ofSeconds(settings.integer(INTERVAL, 1, A_DAY)),
                new KafkaProperties(KafkaSettings.from(settings, Set.of()), Map.of()),
                ManagementSettings.from(settings, MANAGEMENT_PORT));
        LogSettings.check(settings);
        settings.finish("REDRIVER_", ALL);
        return read;
    }

    /** The same, as far as the command line does not say otherwise. */
    public RedriverSettings with(KafkaProperties otherKafka, Duration otherInterval) {
        return new RedriverSettings(otherInterval == null ? interval : otherInterval, otherKafka, management);
    }
}
