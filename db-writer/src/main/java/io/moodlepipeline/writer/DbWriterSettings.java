package io.moodlepipeline.writer;

import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuardSetting;
import io.moodlepipeline.runtime.management.ManagementSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.LogSettings;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The db-writer's settings, checked. */
record DbWriterSettings(
        DatabaseSettings database, KafkaSettings kafka, FloodGuard floodGuard, ManagementSettings management) {
    private static final Setting MANAGEMENT_PORT = ManagementSettings.port(8103);

    static final List<Setting> ALL = List.of(
            DatabaseSettings.URL,
            DatabaseSettings.USER,
            DatabaseSettings.PASSWORD,
            KafkaSettings.BOOTSTRAP_SERVERS,
            FloodGuardSetting.GUARD,
            ManagementSettings.HOST,
            MANAGEMENT_PORT,
            LogSettings.FORMAT);

    static DbWriterSettings from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        DbWriterSettings read = new DbWriterSettings(
                DatabaseSettings.from(settings),
                KafkaSettings.from(settings, Set.of()),
                FloodGuardSetting.from(settings),
                ManagementSettings.from(settings, MANAGEMENT_PORT));
        LogSettings.check(settings);
        settings.finish("DB_WRITER_", ALL);
        return read;
    }
}
