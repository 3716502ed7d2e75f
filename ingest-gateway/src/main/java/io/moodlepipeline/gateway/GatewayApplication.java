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
import io.moodlepipeline.runtime.management.ManagementServer;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.service.ServiceApplication;
import io.moodlepipeline.runtime.topics.TopicsWatch;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The ingest gateway as a process, or as a part of another. */
public final class GatewayApplication {
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
                            metrics)
                    .create();
            closer.register(http::stop);
            http.start(settings.host(), settings.port());
        });
    }
}
