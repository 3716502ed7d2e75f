package io.moodlepipeline.ops.redriver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.ops.deadletter.LetterLedger;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the redriver counts. {@code pipeline_dead_letters} with {@code state=parked} deserves an alarm when it is not 0, and with
 * {@code state=open} when it grows: somebody has to look.
 */
final class RedriverMetrics {
    /** For codes of other versions and of strangers, so that nobody can make up new series. */
    private static final String OTHER_CODE = "OTHER";

    private final MultiGauge letters;
    private final Counter redriven;
    private final Counter parked;

    RedriverMetrics(MeterRegistry registry) {
        letters = MultiGauge.builder("pipeline.dead.letters")
                .description("Dead letters that are not settled")
                .register(registry);
        redriven = Counter.builder("pipeline.dead.letters.redriven")
                .description("Dead letters that the redriver has sent again")
                .register(registry);
        parked = Counter.builder("pipeline.dead.letters.parked")
                .description("Dead letters that the redriver has given back to people")
                .register(registry);
    }

    void counted(LetterLedger ledger) {
        Map<Tags, Long> counts = ledger.letters()
                .filter(tracked -> !tracked.state().isSettled())
                .collect(Collectors.groupingBy(
                        tracked -> Tags.of(
                                "state",
                                tracked.state().toString(),
                                "code",
                                DeadLetterCode.named(tracked.letter().code())
                                        .map(DeadLetterCode::name)
                                        .orElse(OTHER_CODE)),
                        Collectors.counting()));
        letters.register(
                counts.entrySet().stream()
                        .map(count -> MultiGauge.Row.of(count.getKey(), count.getValue()))
                        .collect(Collectors.toList()),
                true);
    }

    void redriven(int count) {
        redriven.increment(count);
    }

    void parked(int count) {
        parked.increment(count);
    }
}
