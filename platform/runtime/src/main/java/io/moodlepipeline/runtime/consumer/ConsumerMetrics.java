package io.moodlepipeline.runtime.consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a consumer counts. {@code pipeline_records_total} of {@code outcome=dead_letter} deserves an alarm when it grows,
 * {@code pipeline_target_unavailable} when it stays 1.
 */
public final class ConsumerMetrics {
    private final MeterRegistry registry;
    private final Counter written;
    private final AtomicInteger unavailable = new AtomicInteger();

    public ConsumerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.written = Counter.builder("pipeline.records")
                .tag("outcome", "written")
                .tag("code", "")
                .description("Records a consumer has dealt with")
                .register(registry);
        registry.gauge("pipeline.target.unavailable", unavailable);
    }

    void delivered(int count, List<Refusal> refusals) {
        written.increment(count);
        refusals.forEach(refusal -> Counter.builder("pipeline.records")
                .tag("outcome", "dead_letter")
                .tag("code", refusal.failure().code().name())
                .register(registry)
                .increment());
    }

    void outage(boolean now) {
        unavailable.set(now ? 1 : 0);
    }
}
