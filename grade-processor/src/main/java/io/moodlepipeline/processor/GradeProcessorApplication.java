package io.moodlepipeline.processor;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.processor.settings.GradeProcessorSettings;
import io.moodlepipeline.processor.stream.GradeMetrics;
import io.moodlepipeline.processor.stream.GradeStream;
import io.moodlepipeline.processor.stream.GradeTopology;
import io.moodlepipeline.processor.stream.GuardMemory;
import io.moodlepipeline.processor.stream.KeptLetters;
import io.moodlepipeline.runtime.management.ManagementServer;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.service.ServiceApplication;
import io.moodlepipeline.runtime.topics.TopicsWatch;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;

/** Reads the settings, wires the parts, starts them. */
public final class GradeProcessorApplication {
    private GradeProcessorApplication() {}

    public static void main(String[] arguments) {
        ServiceApplication.main(GradeProcessorApplication::start);
    }

    /** Returns at once; the stream itself starts when the brokers answer and the topics are there. */
    public static RunningService start(Map<String, String> environment) {
        GradeProcessorSettings settings = GradeProcessorSettings.from(environment);
        return RunningService.start("grade-processor", (closer, health) -> {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            closer.register(metrics::close);
            closer.register(ManagementServer.start(settings.management(), health, metrics));
            closer.register(TopicsWatch.start(settings.kafka().admin(), health));
            GradeMetrics gradeMetrics = new GradeMetrics(metrics);
            GuardMemory memory = new GuardMemory();
            Function<KeptLetters, Topology> topology = kept -> GradeTopology.build(
                    settings.banding(), settings.floodGuard(), memory, kept, Clock.systemUTC(), gradeMetrics);
            closer.register(new GradeStream(topology, settings.kafka(), health, gradeMetrics, metrics, memory))
                    .start();
        });
    }
}
