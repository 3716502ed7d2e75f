package io.moodlepipeline.processor.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.RecordMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What the stream counts, when it hands a record over; a crash before the brokers acknowledge makes a record count again. Every
 * counter is there from the start, so that its first step is seen as a growth.
 */
public final class GradeMetrics {
    private final RecordMetrics records;
    private final Map<BandBasis, Counter> bases = new EnumMap<>(BandBasis.class);
    private final Map<BandProblem, Counter> problems = new EnumMap<>(BandProblem.class);

    public GradeMetrics(MeterRegistry registry) {
        records = new RecordMetrics(registry);
        for (BandBasis basis : BandBasis.values()) {
            bases.put(
                    basis,
                    Counter.builder("pipeline.grades")
                            .tag("basis", basis.wireName())
                            .description("Grades with a number, by what their percentage rests on")
                            .register(registry));
        }
        for (BandProblem problem : BandProblem.values()) {
            problems.put(
                    problem,
                    Counter.builder("pipeline.grades.without.band")
                            .tag("problem", problem.wireName())
                            .description("Grades that no band could honestly be given, by why")
                            .register(registry));
        }
    }

    void banded(Banding banding) {
        records.count(Settled.APPLIED, 1);
        if (banding.basis() != null) {
            bases.get(banding.basis()).increment();
        }
        if (banding.problem() != null) {
            problems.get(banding.problem()).increment();
        }
    }

    void skipped() {
        records.count(Settled.SKIPPED, 1);
    }

    void deadLetter(DeadLetterCode code) {
        records.deadLetter(code);
    }

    /** Whom the flood guard holds back now. */
    void halted(Set<String> tenants) {
        records.halted(tenants, false);
    }
}
