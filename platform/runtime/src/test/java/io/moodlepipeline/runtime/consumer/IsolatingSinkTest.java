package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.Streaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IsolatingSinkTest {
    private final FakeSink target = new FakeSink();
    private final IsolatingSink sink = new IsolatingSink(target);
    private FloodGuard guard = FloodGuard.on();

    @Test
    void aGoodBatchIsWrittenAtOnce() throws Exception {
        assertThat(write(Batches.of("a", "old b", "c")).outcomes())
                .containsExactly(Settled.APPLIED, Settled.SUPERSEDED, Settled.APPLIED);

        assertThat(target.calls).isEqualTo(1);
    }

    @Test
    void whatTheTargetRecognisesItselfIsIsolatedAlready() throws Exception {
        Batch batch = Batches.of("a", "malformed", "c");

        assertThat(refused(batch, write(batch))).containsExactly("malformed");
        assertThat(target.calls).isEqualTo(1);
    }

    @Test
    void oneRefusedRecordOfManyStandsAloneAfterAFewMoreWrites() throws Exception {
        Batch batch = Batches.of(IntStream.range(0, 1_000)
                .mapToObj(i -> i == 337 ? "refused" : "good " + i)
                .toArray(String[]::new));

        IsolatingSink.Round round = write(batch);

        assertThat(refused(batch, round)).containsExactly("refused");
        assertThat(target.written)
                .hasSize(999)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(IsolatingSinkTest::byNumber);
        assertThat(target.calls).isLessThanOrEqualTo(1 + 2 * 10);
        assertThat(target.probes)
                .as("what is surely the record's fault needs none")
                .isZero();
    }

    @Test
    void everyKindOfTroubleInOneBatchIsIsolatedWithItsOwnReason() throws Exception {
        Batch batch = Batches.of("refused 1", "a", "malformed", "b", "bug", "c", "strange", "refused 2");

        IsolatingSink.Round round = write(batch);

        assertThat(refused(batch, round)).containsExactly("refused 1", "malformed", "bug", "strange", "refused 2");
        assertThat(round.outcomes())
                .flatExtracting(outcome -> outcome.failure().stream().toList())
                .extracting("code")
                .containsExactly(
                        DeadLetterCode.REFUSED_BY_DATABASE,
                        DeadLetterCode.INVALID_FIELD,
                        DeadLetterCode.UNEXPECTED_FAILURE,
                        DeadLetterCode.UNKNOWN_TARGET_FAILURE,
                        DeadLetterCode.REFUSED_BY_DATABASE);
        assertThat(target.written).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsNotSurelyTheRecordsFaultIsTriedInSeveralRounds() throws Exception {
        for (int round = 1; round < IsolatingSink.TRIES; round++) {
            assertThat(write(Batches.of("a", "strange", "bug")).undecided())
                    .as("round %d", round)
                    .isPresent();
        }

        assertThat(write(Batches.of("a", "strange", "bug")).undecided()).isEmpty();
    }

    @Test
    void aRecordThatFailedAloneStandsAloneFromTheStartOfTheNextRound() throws Exception {
        String[] values = IntStream.range(0, 1_000)
                .mapToObj(i -> i == 337 ? "strange" : "good " + i)
                .toArray(String[]::new);
        write(Batches.of(values));
        target.calls = 0;

        write(Batches.of(values));

        assertThat(target.calls).isEqualTo(3);
    }

    @Test
    void aRecordThatWasTakenAfterAllStartsOver() throws Exception {
        for (int round = 1; round < IsolatingSink.TRIES; round++) {
            write(Batches.of("strange"));
        }
        target.mended = true;
        assertThat(write(Batches.of("strange")).outcomes()).containsExactly(Settled.APPLIED);
        target.mended = false;

        assertThat(write(Batches.of("strange")).undecided()).isPresent();
    }

    @Test
    void triesOfAPartitionThatLeftAreForgotten() throws Exception {
        for (int round = 1; round < IsolatingSink.TRIES; round++) {
            write(Batches.of("strange"));
        }

        sink.retain(Set.of());

        assertThat(write(Batches.of("strange")).undecided()).isPresent();
    }

    @Test
    void aTryDuringAnOutageDoesNotCount() throws Exception {
        target.onWrite = () -> target.away = true;
        for (int round = 0; round < 2 * IsolatingSink.TRIES; round++) {
            target.away = false;
            assertThatThrownBy(() -> write(Batches.of("bug")))
                    .isInstanceOf(TargetException.class)
                    .hasMessage("the target is away");
        }
        target.onWrite = () -> {};
        target.away = false;

        assertThat(write(Batches.of("bug")).undecided()).isPresent();
    }

    @Test
    void whatMostlyPassesIsTheBatchesTroubleAtFirst() {
        assertThatThrownBy(() -> write(Batches.of("a", "stuck")))
                .isInstanceOfSatisfying(
                        TargetException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT));

        assertThat(target.calls).isEqualTo(1);
    }

    @Test
    void aRecordBehindWhatMostlyPassesIsFoundOnceItIsLookedFor() throws Exception {
        Batch batch = Batches.of("a", "b", "stuck", "c");
        for (int round = 1; round < IsolatingSink.TRIES; round++) {
            assertThat(blameTransients(batch).undecided()).isPresent();
        }

        IsolatingSink.Round last = blameTransients(batch);

        assertThat(last.undecided()).isEmpty();
        assertThat(last.outcomes())
                .flatExtracting(outcome -> outcome.failure().stream().toList())
                .extracting(Failure::code)
                .containsOnly(DeadLetterCode.RETRIES_EXHAUSTED);
        assertThat(refused(batch, last)).containsExactly("stuck");
        assertThat(target.written).contains("a", "b", "c");
    }

    @Test
    void anOutageInTheMiddleIsAnOutageOfTheBatch() {
        target.onWrite = () -> target.away = target.calls == 3;

        assertThatThrownBy(() -> write(Batches.of("a", "b", "refused", "c")))
                .isInstanceOfSatisfying(
                        TargetException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
    }

    @Test
    void aFloodIsNotLookedThroughToItsEnd() throws Exception {
        Batch batch = Batches.of(
                IntStream.range(0, 2_000).mapToObj(i -> "refused " + i).toArray(String[]::new));
        BatchTally tally = tally(batch);

        sink.write(batch, false, tally);

        assertThat(tally.floods()).containsExactly("");
        assertThat(target.calls).isLessThan(2 * FloodGuard.IN_A_ROW + 30);
    }

    @Test
    void withoutTheGuardEveryRecordIsLookedAt() throws Exception {
        guard = FloodGuard.off();
        Batch batch =
                Batches.of(IntStream.range(0, 200).mapToObj(i -> "refused " + i).toArray(String[]::new));

        assertThat(refused(batch, write(batch))).hasSize(200);
    }

    @Test
    void largeRecordsAreBroughtAFewAtATime() throws Exception {
        String large = "x".repeat(1024 * 1024);
        Batch batch = Batches.of(large, large, large, large, "a");

        write(batch);

        assertThat(target.written).hasSize(5);
        assertThat(target.calls).isEqualTo(3);
    }

    @Test
    void aRecordThatTakesTooMuchMemoryIsFoundAndTriedAgain() throws Exception {
        Batch batch = Batches.of("a", "huge", "b", "c");

        IsolatingSink.Round round = write(batch);

        assertThat(target.written).containsExactly("a", "b", "c");
        assertThat(refused(batch, round)).containsExactly("huge");
        assertThat(round.undecided()).isPresent();
        assertThat(sink.ranOutOfMemory()).isTrue();
    }

    private IsolatingSink.Round write(Batch batch) throws TargetException {
        return sink.write(batch, false, tally(batch));
    }

    private IsolatingSink.Round blameTransients(Batch batch) throws TargetException {
        return sink.write(batch, true, tally(batch));
    }

    private BatchTally tally(Batch batch) {
        return new BatchTally(guard, new Streaks(), batch);
    }

    private static int byNumber(String one, String other) {
        return Integer.compare(Integer.parseInt(one.substring(5)), Integer.parseInt(other.substring(5)));
    }

    private static List<String> refused(Batch batch, IsolatingSink.Round round) {
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < round.outcomes().size(); i++) {
            if (round.outcomes().get(i).failure().isPresent()) {
                refused.add(FakeSink.value(batch.records().get(i)));
            }
        }
        return refused;
    }
}
