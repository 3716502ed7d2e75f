package io.moodlepipeline.zoho;

import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuardSetting;
import io.moodlepipeline.runtime.management.ManagementSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.LogSettings;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import io.moodlepipeline.zoho.credit.CreditLimits;
import io.moodlepipeline.zoho.tenant.TenantsSetting;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import io.moodlepipeline.zoho.tenant.ZohoTenantsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The zoho-sink's settings, checked. */
record ZohoSinkSettings(
        List<ZohoTenant> tenants,
        DatabaseSettings database,
        KafkaSettings kafka,
        FloodGuard floodGuard,
        Duration linger,
        int parallelCalls,
        Duration requestTimeout,
        Duration longestWait,
        int creditFloorPercent,
        ManagementSettings management) {
    private static final Setting LINGER = Setting.of(
            "ZOHO_SINK_LINGER_SECONDS",
            "30",
            "Longest time that records wait for others so that calls are full, 0 to 120 seconds; 100 records go at once.");
    private static final Setting PARALLEL_CALLS = Setting.of(
            "ZOHO_SINK_PARALLEL_CALLS",
            "4",
            "Calls of this instance at the same time, 1 to 9; all instances together keep to the edition's limit.");
    private static final Setting REQUEST_TIMEOUT =
            Setting.of("ZOHO_SINK_REQUEST_TIMEOUT_SECONDS", "30", "Longest time for a call of Zoho, 1 to 120 seconds.");
    private static final Setting STUDENT_WAIT = Setting.of(
            "ZOHO_SINK_STUDENT_WAIT_DAYS",
            "14",
            "How long enrolments and grades wait for their student before they become dead letters, 1 to 365 days.");
    private static final Setting CREDIT_FLOOR = Setting.of(
            "ZOHO_SINK_CREDIT_FLOOR_PERCENT",
            Integer.toString(CreditLimits.DEFAULT_FLOOR_PERCENT),
            "Part of the organisation's credits that is left for people and other programs, 0 to 90 per cent.");
    private static final Setting MANAGEMENT_PORT = ManagementSettings.port(8105);

    static final List<Setting> ALL = List.of(
            TenantsSetting.FILE,
            DatabaseSettings.URL,
            DatabaseSettings.USER,
            DatabaseSettings.PASSWORD,
            KafkaSettings.BOOTSTRAP_SERVERS,
            LINGER,
            PARALLEL_CALLS,
            REQUEST_TIMEOUT,
            STUDENT_WAIT,
            CREDIT_FLOOR,
            FloodGuardSetting.GUARD,
            ManagementSettings.HOST,
            MANAGEMENT_PORT,
            LogSettings.FORMAT);

    static ZohoSinkSettings from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        ZohoSinkSettings read = new ZohoSinkSettings(
                tenants(settings),
                DatabaseSettings.from(settings),
                KafkaSettings.from(settings, Set.of()),
                FloodGuardSetting.from(settings),
                Duration.ofSeconds(settings.integer(LINGER, 0, 120)),
                settings.integer(PARALLEL_CALLS, 1, 9),
                Duration.ofSeconds(settings.integer(REQUEST_TIMEOUT, 1, 120)),
                Duration.ofDays(settings.integer(STUDENT_WAIT, 1, 365)),
                settings.integer(CREDIT_FLOOR, 0, 90),
                ManagementSettings.from(settings, MANAGEMENT_PORT));
        LogSettings.check(settings);
        settings.finish("ZOHO_SINK_", ALL);
        return read;
    }

    private static List<ZohoTenant> tenants(Settings settings) {
        settings.text(TenantsSetting.FILE);
        return settings.optionalFile(TenantsSetting.FILE)
                .map((Path file) ->
                        ZohoTenantsFile.read(file, problem -> settings.problem(TenantsSetting.FILE.name(), problem)))
                .orElse(List.of());
    }
}
