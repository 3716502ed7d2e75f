package io.moodlepipeline.runtime.consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What became of the records of a consumer. {@code pipeline_records_total} of {@code outcome=dead_letter} deserves an alarm when it
 * grows, {@code pipeline_halted} when it is 1. Every counter is there from the start, so that its first step is seen as a growth.
 */
public final class RecordMetrics {
    private final Map<Settled, Counter> settled = new EnumMap<>(Settled.class);
    private final Map<DeadLetterCode, Counter> deadLetters = new EnumMap<>(DeadLetterCode.class);
    private final AtomicInteger halted = new AtomicInteger();

    public RecordMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** @param tags tell several consumers of one service apart */
    public RecordMetrics(MeterRegistry registry, Tags tags) {
        for (Settled outcome : Settled.values()) {
            settled.put(outcome, records(registry, outcome.name().toLowerCase(Locale.ROOT), "", tags));
        }
        for (DeadLetterCode code : DeadLetterCode.values()) {
            deadLetters.put(code, records(registry, "dead_letter", code.name(), tags));
        }
        registry.gauge("pipeline.halted", tags, halted);
    }

    private static Counter records(MeterRegistry registry, String outcome, String code, Tags tags) {
        return Counter.builder("pipeline.records")
                .tag("outcome", outcome)
                .tag("code", code)
                .tags(tags)
                .description("Records a consumer has dealt with")
                .register(registry);
    }

    public void count(Settled outcome, int records) {
        settled.get(outcome).increment(records);
    }

    public void deadLetter(DeadLetterCode code) {
        deadLetters.get(code).increment();
    }

    /** Whether the flood guard holds the consumer back. */
    public void halted(boolean now) {
        halted.set(now ? 1 : 0);
    }
}
