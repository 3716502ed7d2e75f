package io.moodlepipeline.runtime.consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What became of the records of a consumer. {@code pipeline_records_total} of {@code outcome=dead_letter} deserves an alarm when it
 * grows, {@code pipeline_halted} when it is 1: without a tenant's name when any tenant is held back, with the name for each that
 * is or was. Every counter is there from the start, so that its first step is seen as a growth.
 */
public final class RecordMetrics {
    private static final String HALTED = "pipeline.halted";
    private static final String TENANT = "tenant";
    private static final String ALL = "";

    private final Map<Settled, Counter> settled = new EnumMap<>(Settled.class);
    private final Map<DeadLetterCode, Counter> deadLetters = new EnumMap<>(DeadLetterCode.class);
    private final MeterRegistry registry;
    private final Tags tags;

    /** By tenant; the empty name stands for all together. */
    private final Map<String, AtomicInteger> halted = new HashMap<>();

    public RecordMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** @param tags tell several consumers of one service apart */
    public RecordMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        for (Settled outcome : Settled.values()) {
            settled.put(outcome, records(registry, outcome.name().toLowerCase(Locale.ROOT), "", tags));
        }
        for (DeadLetterCode code : DeadLetterCode.values()) {
            deadLetters.put(code, records(registry, "dead_letter", code.name(), tags));
        }
        // An empty label is to Prometheus what none is.
        halted.put(ALL, registry.gauge(HALTED, Tags.of(TENANT, ALL).and(tags), new AtomicInteger()));
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

    /**
     * Whom the flood guard holds back now.
     *
     * @param all whether it holds back the consumer as a whole
     */
    public synchronized void halted(Set<String> tenants, boolean all) {
        tenants.forEach(tenant -> halted.computeIfAbsent(tenant, this::gauge));
        halted.forEach((tenant, gauge) -> gauge.set(tenants.contains(tenant) ? 1 : 0));
        halted.get(ALL).set(all || !tenants.isEmpty() ? 1 : 0);
    }

    private AtomicInteger gauge(String tenant) {
        return registry.gauge(HALTED, tags.and(TENANT, tenant), new AtomicInteger());
    }
}
