package io.moodlepipeline.gateway;

import io.javalin.Javalin;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.gateway.http.GatewayHttp;
import io.moodlepipeline.gateway.ingest.EventIngest;
import io.moodlepipeline.gateway.kafka.BrokerProbe;
import io.moodlepipeline.gateway.kafka.KafkaEventPublisher;
import io.moodlepipeline.gateway.tenants.ClientAddress;
import io.moodlepipeline.runtime.connections.ConnectionLimits;
import io.moodlepipeline.runtime.management.ManagementServer;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.service.ServiceApplication;
import io.moodlepipeline.runtime.topics.TopicsWatch;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest gateway as a process, or as a part of another. */
public final class GatewayApplication {
    private static final Logger log = LoggerFactory.getLogger(GatewayApplication.class);

    /** For brokers, files of settings, and whatever Java opens. */
    private static final int OTHER_FILES = 32;

    private GatewayApplication() {}

    public static void main(String[] args) {
        ServiceApplication.main(GatewayApplication::start);
    }

    /** Starts the gateway; it is ready, as its health says, once the brokers take records. */
    public static RunningService start(Map<String, String> environment) {
        return start(environment, Clock.systemUTC());
    }

    /** @param clock gives the time of receipt, and with it the order of events */
    public static RunningService start(Map<String, String> environment, Clock clock) {
        GatewaySettings settings = GatewaySettings.from(environment);
        return RunningService.start("ingest-gateway", (closer, health) -> {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            closer.register(metrics::close);
            closer.register(ManagementServer.start(settings.management(), health, metrics));
            closer.register(TopicsWatch.start(settings.kafka().admin(), health));
            KafkaEventPublisher publisher =
                    closer.register(new KafkaEventPublisher(settings.kafka(), System::nanoTime));
            BrokerProbe probe = closer.register(
                    new BrokerProbe(Admin.create(settings.kafka().admin()), System::nanoTime));
            Readiness readiness = closer.register(Readiness.watching(settings.kafka(), publisher, probe, health));
            EventIngest ingest = new EventIngest(publisher, new Sequences(clock));
            Javalin http = new GatewayHttp(
                            settings.tenants(),
                            new ClientAddress(settings.trustedProxies()),
                            ingest,
                            readiness::isOpen,
                            readiness::check,
                            clock,
                            GatewayHttp.ANSWER_WITHIN,
                            connections(settings.maxConnections()),
                            metrics)
                    .create();
            closer.register(http::stop);
            http.start(settings.host(), settings.port());
        });
    }

    /** Fewer than wanted rather than none for the brokers and for those who ask how the gateway is. */
    private static ConnectionLimits connections(int wanted) {
        int allowed = ConnectionLimits.withinFileLimit(wanted, ManagementServer.MOST_CONNECTIONS + OTHER_FILES);
        if (allowed < wanted) {
            log.atWarn()
                    .addKeyValue("connections", allowed)
                    .addKeyValue("wanted", wanted)
                    .log("This process may open few files (ulimit -n), so it takes fewer connections");
        }
        return ConnectionLimits.of(allowed);
    }
}
