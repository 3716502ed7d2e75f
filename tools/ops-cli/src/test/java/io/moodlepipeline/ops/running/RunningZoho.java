package io.moodlepipeline.ops.running;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.GroupLag;
import io.moodlepipeline.zoho.ZohoSinkApplication;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** One school's Zoho, and the zoho-sink that writes to it. */
public final class RunningZoho implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Admin admin;
    private final Map<String, String> environment;
    private final String tenant;
    private final String org;
    private final ZohoSimulator simulator;
    private final Path tenantsFile;
    private RunningService sink;

    RunningZoho(Admin admin, Map<String, String> environment, Path folder, String tenant) throws IOException {
        this.admin = admin;
        this.tenant = tenant;
        // An organisation belongs to one school.
        this.org = Integer.toUnsignedString(tenant.hashCode());
        this.simulator = ZohoSimulator.start(
                SimulatorOptions.defaults().withOrgs(OrgOptions.defaults().withId(org)));
        this.tenantsFile = writeTenantsFile(folder, simulator.options().credentials());
        this.environment = new HashMap<>(environment);
        this.environment.put("ZOHO_SINK_TENANTS_FILE", tenantsFile.toString());
        this.environment.put("ZOHO_SINK_LINGER_SECONDS", "0");
        startSink();
    }

    private Path writeTenantsFile(Path folder, Credentials credentials) throws IOException {
        Files.writeString(folder.resolve("secret"), credentials.clientSecret());
        Files.writeString(folder.resolve("token"), credentials.refreshToken());
        return Files.writeString(folder.resolve("zoho-tenants.yaml"), """
                tenants:
                  %s:
                    accounts_url: %s
                    api_domain: %s
                    client_id: %s
                    client_secret_file: secret
                    refresh_token_file: token
                    time_zone: UTC
                """.formatted(
                        tenant, simulator.url(), simulator.url(), credentials.clientId()));
    }

    public void startSink() {
        sink = ZohoSinkApplication.start(environment);
        await().atMost(PATIENCE).until(() -> sink.health().ready());
    }

    public void stopSink() {
        sink.close();
    }

    public RunningService sink() {
        return sink;
    }

    public ZohoSimulator simulator() {
        return simulator;
    }

    public String org() {
        return org;
    }

    public Path tenantsFile() {
        return tenantsFile;
    }

    public String group() {
        return TenantConsumers.group(tenant);
    }

    /** Waits until the sink has consumed all that is there. */
    public void awaitDrained() {
        await().atMost(PATIENCE).until(() -> GroupLag.of(admin, group(), TenantConsumers.TOPICS) == 0);
    }

    @Override
    public void close() {
        sink.close();
        simulator.close();
    }
}
