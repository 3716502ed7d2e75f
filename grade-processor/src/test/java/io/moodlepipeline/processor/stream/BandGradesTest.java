package io.moodlepipeline.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.runtime.deadletter.DeadLetters;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.record.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** What a start in the middle of a partition changes; all else is in {@link GradeTopologyTest}. */
final class BandGradesTest {
    private static final int PARTITION = 3;
    private static final long TIME = 1_756_713_600_123L;

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();

    @Test
    void startAfterARowOfLettersMeetsTheWallWhereItStood() {
        BandGrades step = startedWith(lettersOf(1000, 1000 + FloodGuard.IN_A_ROW - 1));

        assertThatThrownBy(() -> bad(step, 1000 + FloodGuard.IN_A_ROW - 1)).isInstanceOf(FloodException.class);
        assertThat(context.forwarded()).isEmpty();
    }

    @Test
    void lettersThatWereKeptButNotCommittedCountOnceAndAreNotSentAgain() {
        // 20 are committed, 10 come again.
        BandGrades step = startedWith(lettersOf(1000, 1030));

        for (int offset = 1020; offset < 1000 + FloodGuard.IN_A_ROW - 1; offset++) {
            bad(step, offset);
        }

        assertThat(context.forwarded()).hasSize(FloodGuard.IN_A_ROW - 1 - 30);
        assertThatThrownBy(() -> bad(step, 1000 + FloodGuard.IN_A_ROW - 1)).isInstanceOf(FloodException.class);
    }

    @Test
    void partitionThatComesLaterThanItsLettersAreKnownForBeginsAnew() {
        BandGrades step = startedWith(lettersOf(1000, 1000 + FloodGuard.IN_A_ROW - 1));

        bad(step, 2000);

        assertThat(context.forwarded()).hasSize(1);
    }

    private BandGrades startedWith(KeptLetters kept) {
        BandGrades step = new BandGrades(
                new GradeEnricher(BandingPolicy.BUILT_IN),
                new DeadLetters(GradeTopology.CONSUMER, Clock.systemUTC()),
                FloodGuard.on(),
                kept,
                new GradeMetrics(new SimpleMeterRegistry()));
        step.init(context);
        return step;
    }

    private void bad(BandGrades step, long offset) {
        context.setRecordMetadata(EventType.GRADE_UPDATED.topic(), PARTITION, offset);
        step.process(new Record<>(null, "not JSON".getBytes(StandardCharsets.UTF_8), TIME, new RecordHeaders()));
    }

    private static KeptLetters lettersOf(long from, long to) {
        return new KeptLetters(LongStream.range(from, to)
                .mapToObj(offset -> KeptLetter.of(
                        new Origin(EventType.GRADE_UPDATED.topic(), PARTITION, offset),
                        TIME,
                        new RecordHeaders(),
                        DeadLetterCode.INVALID_METADATA))
                .toList());
    }
}
