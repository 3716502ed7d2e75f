package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsumerLoopGatheringTest extends OnScriptedLoop {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    Linger linger() {
        return new Linger(3, 5, PATIENCE);
    }

    @Test
    void fewRecordsWaitForOthersAndAreNotCommittedMeanwhile() throws InterruptedException {
        consumer.append(P0, "a", "b");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                this::nothing,
                () -> {
                    assertThat(sink.calls).isZero();
                    assertThat(consumer.commits()).isEmpty();
                    advance(PATIENCE);
                },
                this::nothing,
                () -> assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L)));

        assertThat(sink.written).containsExactly("a", "b");
        assertThat(sink.calls).isOne();
    }

    @Test
    void enoughRecordsGoOnceNoMoreAreThereToBeRead() throws InterruptedException {
        consumer.append(P0, "a", "b", "c");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> assertThat(sink.calls).as("more may come").isZero(),
                () -> assertThat(sink.calls).isOne());

        assertThat(sink.written).containsExactly("a", "b", "c");
    }

    @Test
    void aFullBatchGoesAtOnce() throws InterruptedException {
        consumer.append(P0, numbered("r", 5));

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> assertThat(sink.written).hasSize(5));

        assertThat(consumer.commits()).containsExactly(Map.of(P0, 5L));
    }

    @Test
    void aStopDeliversWhatWaits() throws InterruptedException {
        consumer.append(P0, "a");

        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);

        assertThat(sink.written).containsExactly("a");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 1L));
    }

    @Test
    void whatWaitsOfAPartitionThatLeavesIsItsNewOwners() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.append(P1, "b");

        run(
                () -> consumer.assignWithCommitted(0, P0, P1),
                () -> consumer.rebalance(List.of(P1)),
                () -> advance(PATIENCE));

        assertThat(sink.written).containsExactly("b");
        assertThat(consumer.commits()).containsExactly(Map.of(P1, 1L));
    }

    @Test
    void aPartitionThatComesBackIsReadAgainFromWhatIsCommitted() throws InterruptedException {
        consumer.append(P0, "a");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> consumer.rebalance(List.of()),
                () -> consumer.assignWithCommitted(0, P0),
                () -> advance(PATIENCE));

        assertThat(sink.written).containsExactly("a");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 1L));
    }

    @Test
    void aBatchThatMeetsAnOutageComesAgainWholeAndWithoutWaitingForOthers() throws InterruptedException {
        consumer.append(P0, "a", "b");
        sink.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> advance(PATIENCE),
                () -> {
                    sink.away = false;
                    advance(WAIT);
                },
                this::nothing,
                () -> assertThat(sink.written).containsExactly("a", "b"));

        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
    }

    @Test
    void recordsOfOthersNeitherFillABatchNorWaitForOne() throws InterruptedException {
        consumer.append(P0, numbered("foreign", 9));
        consumer.append(P1, "a");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> assertThat(consumer.commits()).containsExactly(Map.of(P0, 9L)),
                () -> consumer.assignWithCommitted(0, P1));

        assertThat(sink.written).containsExactly("a");
        assertThat(counted("skipped", "")).isEqualTo(9);
    }
}
