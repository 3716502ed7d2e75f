package io.moodlepipeline.writer.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.moodlepipeline.writer.tables.Outranked;
import java.util.Collection;

/** Counts events that lost by a rule that looks at no time: {@code pipeline_outranked_events_total} deserves an alarm when it grows. */
public final class OutrankedMetrics {
    private final MeterRegistry registry;

    public OutrankedMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Collection<Outranked> outranked) {
        for (Outranked each : outranked) {
            Counter.builder("pipeline.outranked.events")
                    .description("Events that came and happened later than the row's, and lost all the same")
                    .tag("tenant", each.event().metadata().tenant())
                    .tag("reason", each.reason().wireName())
                    .register(registry)
                    .increment();
        }
    }
}
