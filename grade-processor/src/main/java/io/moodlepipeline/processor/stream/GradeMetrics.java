package io.moodlepipeline.processor.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.DeadLetterCode;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the stream counts, when it hands a record over; a crash before the brokers acknowledge makes a record count again.
 * {@code pipeline_records_total} of {@code outcome=dead_letter} deserves an alarm when it grows. Every counter is there from the
 * start, so that its first step is seen as a growth.
 */
public final class GradeMetrics {
    private final Counter written;
    private final Map<DeadLetterCode, Counter> deadLetters = new EnumMap<>(DeadLetterCode.class);
    private final Map<BandBasis, Counter> bases = new EnumMap<>(BandBasis.class);
    private final Map<BandProblem, Counter> problems = new EnumMap<>(BandProblem.class);

    public GradeMetrics(MeterRegistry registry) {
        written = records(registry, "written", "");
        for (DeadLetterCode code : DeadLetterCode.values()) {
            deadLetters.put(code, records(registry, "dead_letter", code.name()));
        }
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

    private static Counter records(MeterRegistry registry, String outcome, String code) {
        return Counter.builder("pipeline.records")
                .tag("outcome", outcome)
                .tag("code", code)
                .description("Records a consumer has dealt with")
                .register(registry);
    }

    void banded(Banding banding) {
        written.increment();
        if (banding.basis() != null) {
            bases.get(banding.basis()).increment();
        }
        if (banding.problem() != null) {
            problems.get(banding.problem()).increment();
        }
    }

    void deadLetter(DeadLetterCode code) {
        deadLetters.get(code).increment();
    }
}
