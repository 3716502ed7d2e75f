package io.moodlepipeline.localstack.up;

import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.zoho.tenant.TenantsSetting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The settings of a service: those of the caller, and on top the addresses of this stack. */
final class ServiceEnvironment {
    static final String ZOHO_TENANTS = TenantsSetting.FILE.name();
    private static final String LINGER = "ZOHO_SINK_LINGER_SECONDS";

    private final StackSettings settings;
    private final String bootstrapServers;
    private final Database database;
    private final Optional<String> moodleToken;

    /** @param moodleToken absent where the gateway needs none */
    ServiceEnvironment(
            StackSettings settings, String bootstrapServers, Database database, Optional<String> moodleToken) {
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
        this.database = database;
        this.moodleToken = moodleToken;
    }

    /** Not where the caller names a file with tenants, or wants no authentication: the gateway refuses a token beside those. */
    static boolean needsToken(Map<String, String> environment) {
        return environment.getOrDefault("TENANTS_FILE", "").isBlank()
                && !environment.getOrDefault("GATEWAY_AUTHENTICATION", "").equals("none");
    }

    Map<String, String> of(StackService service) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        ownOf(service).forEach((name, value) -> {
            environment.put(name, value);
            // A value and a file for the same setting would contradict each other.
            environment.remove(name + "_FILE");
        });
        return environment;
    }

    private Map<String, String> ownOf(StackService service) {
        Map<String, String> own = new HashMap<>();
        own.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        own.put("MANAGEMENT_HOST", "127.0.0.1");
        own.put(
                "MANAGEMENT_PORT",
                Integer.toString(settings.ports().management().get(service).number()));
        if (service == StackService.INGEST_GATEWAY) {
            own.put("GATEWAY_HOST", settings.gatewayHost());
            own.put("GATEWAY_PORT", Integer.toString(settings.ports().gateway().number()));
            moodleToken.ifPresent(token -> own.put("MOODLE_TOKEN", token));
        }
        if (service == StackService.GRADE_PROCESSOR) {
            // After a kill -9 its group would wait 10 s for the dead member; a static one takes its own place again at
            // once.
            own.put("KAFKA_GROUP_INSTANCE_ID", "local-stack");
        }
        if (service == StackService.DB_WRITER || service == StackService.ZOHO_SINK) {
            own.put("DATABASE_URL", database.jdbcUrl());
            own.put("DATABASE_USER", database.user());
            own.put("DATABASE_PASSWORD", database.password());
        }
        if (service == StackService.ZOHO_SINK && settings.hasOwnZoho()) {
            own.put(ZOHO_TENANTS, settings.data().zohoTenants().toString());
        }
        if (service == StackService.ZOHO_SINK && !settings.environment().containsKey(LINGER)) {
            // Whoever tries something wants to see it at once; the simulator's calls cost nothing.
            own.put(LINGER, "1");
        }
        return own;
    }
}
