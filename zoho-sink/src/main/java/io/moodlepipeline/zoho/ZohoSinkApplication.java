package io.moodlepipeline.zoho;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.ClientProperties;
import io.moodlepipeline.runtime.consumer.Linger;
import io.moodlepipeline.runtime.management.ManagementServer;
import io.moodlepipeline.runtime.service.ProcessDefaults;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.service.ServiceApplication;
import io.moodlepipeline.runtime.topics.TopicsWatch;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import io.moodlepipeline.zoho.tenant.TenantsHealth;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The zoho-sink as a process, or as a part of another. */
public final class ZohoSinkApplication {
    private static final String NAME = "zoho-sink";

    /** Enough for full calls, several at the same time, when there is a backlog. */
    private static final int MOST_GATHERED = 2000;

    private ZohoSinkApplication() {}

    public static void main(String[] args) {
        if (args.length == 0) {
            ServiceApplication.main(ZohoSinkApplication::start);
        } else {
            ProcessDefaults.fix();
            // Before the first logger is made: logback reads its configuration then.
            System.setProperty("logback.configurationFile", "logback-dry-run.xml");
            System.exit(new CommandLine(new ZohoSinkCommand(System::getenv))
                    .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                    .execute(args));
        }
    }

    /** Starts the sink; it is ready, as its health says, once a tenant's consumer has joined its group. */
    public static RunningService start(Map<String, String> environment) {
        ZohoSinkSettings settings = ZohoSinkSettings.from(environment);
        return RunningService.start(NAME, (closer, health) -> {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            closer.register(metrics::close);
            closer.register(ManagementServer.start(settings.management(), health, metrics));
            closer.register(TopicsWatch.start(settings.kafka().admin(), health));
            int tenants = settings.tenants().size();
            Database database = closer.register(
                    Database.open(settings.database(), NAME, connections(tenants, settings.parallelCalls())));
            Producer<byte[], byte[]> deadLetters = closer.register(new KafkaProducer<>(
                    ClientProperties.producer(settings.kafka(), NAME),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
            TenantConsumers consumers = closer.register(new TenantConsumers(
                    database,
                    settings.kafka(),
                    deadLetters,
                    settings.floodGuard(),
                    new Linger(ZohoApi.MAX_ROWS, MOST_GATHERED, settings.linger()),
                    settings.parallelCalls(),
                    settings.requestTimeout(),
                    settings.longestWait(),
                    settings.creditFloorPercent(),
                    metrics));
            TenantsHealth tenantsHealth = new TenantsHealth(
                    health, settings.tenants().stream().map(ZohoTenant::name).toList());
            // Not in a field: the class is made before main says how logs are written.
            LoggerFactory.getLogger(ZohoSinkApplication.class)
                    .atInfo()
                    .addKeyValue(
                            "tenants",
                            settings.tenants().stream().map(ZohoTenant::name).toList())
                    .log("These tenants have a Zoho CRM; records of all others are passed over");
            for (ZohoTenant tenant : settings.tenants()) {
                closer.register(consumers.start(tenant, tenantsHealth.of(tenant.name())));
            }
        });
    }

    /** For each tenant its consumer and its calls, a token's exchange under way, and one session for the slots of all. */
    private static int connections(int tenants, int parallelCalls) {
        return tenants * (parallelCalls + 2) + 1;
    }
}
