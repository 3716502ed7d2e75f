package io.moodlepipeline.ops.redriver;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.ops.connection.Producers;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.Originals;
import io.moodlepipeline.runtime.management.ManagementServer;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.service.ServiceApplication;
import io.moodlepipeline.runtime.topics.TopicsWatch;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** The redriver as a process, or as a part of another. */
public final class RedriverApplication {
    private static final String NAME = "redriver";

    private RedriverApplication() {}

    /** Stays until a signal; logs to standard output, as services do. */
    public static void main(Supplier<RedriverSettings> settings) {
        ServiceApplication.main(environment -> start(settings.get()));
    }

    /** Starts the redriver; it is ready, as its health says, once it has read all letters. */
    public static RunningService start(Map<String, String> environment) {
        return start(RedriverSettings.from(environment));
    }

    private static RunningService start(RedriverSettings settings) {
        return RunningService.start(NAME, (closer, health) -> {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            closer.register(metrics::close);
            closer.register(ManagementServer.start(settings.management(), health, metrics));
            closer.register(TopicsWatch.start(settings.kafka().admin(), health));
            RedriveRounds rounds = new RedriveRounds(
                    closer.register(TopicReader.open(settings.kafka())),
                    closer.register(new Originals(settings.kafka())),
                    closer.register(Producers.open(settings.kafka())),
                    new RedriverMetrics(metrics),
                    Clock.systemUTC(),
                    settings.interval());
            closer.register(RedriverThread.start(
                    rounds, settings.interval(), settings.kafka().admin(), health));
        });
    }
}
