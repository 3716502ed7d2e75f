package io.moodlepipeline.runtime.consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What a consumer loop counts. {@code pipeline_target_unavailable} deserves an alarm when it stays 1. */
public final class ConsumerMetrics {
    private final RecordMetrics records;
    private final AtomicInteger unavailable = new AtomicInteger();

    public ConsumerMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** @param tags tell several consumers of one service apart */
    public ConsumerMetrics(MeterRegistry registry, Tags tags) {
        this.records = new RecordMetrics(registry, tags);
        registry.gauge("pipeline.target.unavailable", tags, unavailable);
    }

    void skipped(int count) {
        records.count(Settled.SKIPPED, count);
    }

    void delivered(List<Outcome> outcomes) {
        for (Settled settled : Settled.values()) {
            records.count(settled, Collections.frequency(outcomes, settled));
        }
        outcomes.forEach(outcome -> outcome.failure().map(Failure::code).ifPresent(records::deadLetter));
    }

    /**
     * @param obstacle null when nothing is in the way
     * @param heldBack the tenants that the flood guard holds back
     */
    void obstacle(Obstacle.Kind obstacle, Set<String> heldBack) {
        unavailable.set(obstacle == Obstacle.Kind.OUTAGE ? 1 : 0);
        records.halted(heldBack, obstacle == Obstacle.Kind.FLOOD);
    }
}
