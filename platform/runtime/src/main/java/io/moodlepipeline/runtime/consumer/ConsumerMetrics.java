package io.moodlepipeline.runtime.consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a consumer loop counts. {@code pipeline_target_unavailable} deserves an alarm when it stays 1. */
public final class ConsumerMetrics {
    private final RecordMetrics records;
    private final AtomicInteger unavailable = new AtomicInteger();

    public ConsumerMetrics(MeterRegistry registry) {
        this.records = new RecordMetrics(registry);
        registry.gauge("pipeline.target.unavailable", unavailable);
    }

    void delivered(Batch batch, List<Outcome> outcomes) {
        records.count(Settled.SKIPPED, batch.skipped());
        for (Settled settled : Settled.values()) {
            records.count(settled, Collections.frequency(outcomes, settled));
        }
        outcomes.forEach(outcome -> outcome.failure().map(Failure::code).ifPresent(records::deadLetter));
    }

    /** @param obstacle null when nothing is in the way */
    void obstacle(Obstacle.Kind obstacle) {
        unavailable.set(obstacle == Obstacle.Kind.OUTAGE ? 1 : 0);
        records.halted(obstacle == Obstacle.Kind.FLOOD);
    }
}
