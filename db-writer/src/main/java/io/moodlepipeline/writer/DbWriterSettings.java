package io.moodlepipeline.writer;

import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuardSetting;
import io.moodlepipeline.runtime.management.ManagementSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.LogSettings;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The db-writer's settings, checked. */
record DbWriterSettings(
        DatabaseSettings database,
        KafkaSettings kafka,
        FloodGuard floodGuard,
        Optional<Duration> deletedRowsRetention,
        ManagementSettings management) {
    private static final Setting DELETED_ROWS_RETENTION = Setting.of(
            "DELETED_ROWS_RETENTION_DAYS",
            "0",
            "Days until rows of what Moodle has deleted are removed, 0 to 36500, but never while a topic may hold an event of theirs;"
                    + " 0 keeps them for ever.");
    private static final int MOST_DAYS = 36_500;
    private static final Setting MANAGEMENT_PORT = ManagementSettings.port(8103);

    static final List<Setting> ALL = List.of(
            DatabaseSettings.URL,
            DatabaseSettings.USER,
            DatabaseSettings.PASSWORD,
            KafkaSettings.BOOTSTRAP_SERVERS,
            FloodGuardSetting.GUARD,
            DELETED_ROWS_RETENTION,
            ManagementSettings.HOST,
            MANAGEMENT_PORT,
            LogSettings.FORMAT);

    static DbWriterSettings from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        DbWriterSettings read = new DbWriterSettings(
                DatabaseSettings.from(settings),
                KafkaSettings.from(settings, Set.of()),
                FloodGuardSetting.from(settings),
                Optional.of(settings.integer(DELETED_ROWS_RETENTION, 0, MOST_DAYS))
                        .filter(days -> days > 0)
                        .map(Duration::ofDays),
                ManagementSettings.from(settings, MANAGEMENT_PORT));
        LogSettings.check(settings);
        settings.finish("DB_WRITER_", ALL);
        return read;
    }
}
