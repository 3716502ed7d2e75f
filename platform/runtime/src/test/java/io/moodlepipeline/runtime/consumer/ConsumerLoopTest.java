package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumerLoopTest extends OnScriptedLoop {
    @Test
    void offsetsAreCommittedOnlyAfterTheWrite() throws InterruptedException {
        consumer.append(P0, "a", "b");
        consumer.append(P1, "c");
        consumer.beforeCommit(() -> assertThat(sink.written).containsExactlyInAnyOrder("a", "b", "c"));

        run(() -> consumer.assignWithCommitted(0, P0, P1));

        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L, P1, 1L));
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void readingGoesOnWhereTheGroupHasCommitted() throws InterruptedException {
        consumer.append(P0, "a", "b", "c");

        run(() -> consumer.assignWithCommitted(2, P0));

        assertThat(sink.written).containsExactly("c");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L));
    }

    @Test
    void aGroupThatNeverCommittedStartsAtTheBeginning() throws InterruptedException {
        consumer.append(P0, "a", "b");

        run(() -> consumer.rebalance(List.of(P0)), this::nothing);

        assertThat(sink.written).containsExactly("a", "b");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
    }

    @Test
    void offsetsLostToRetentionEndTheLoopLoudly() throws InterruptedException {
        consumer.append(P0, "a", "b", "c");

        run(() -> {
            consumer.assignWithCommitted(1, P0);
            consumer.updateBeginningOffsets(Map.of(P0, 2L));
        });

        assertThat(health.get().status()).isEqualTo(Status.FAILED);
        assertThat(health.get().detail()).contains("topic-0", "lost to retention");
        assertThat(sink.written).isEmpty();
        assertThat(consumer.commits()).isEmpty();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aStopDuringAWriteFinishesTheBatchInHandAndCommitsIt() throws InterruptedException {
        consumer.append(P0, "a", "b");
        sink.onWrite = loop::stop;

        run(() -> consumer.assignWithCommitted(0, P0), () -> {
            throw new AssertionError("polled after the stop");
        });

        assertThat(sink.written).containsExactly("a", "b");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aStopDuringAWriteWhoseCommitFailsEndsQuietly() throws InterruptedException {
        consumer.append(P0, "a");
        sink.onWrite = loop::stop;
        consumer.failCommits(new TimeoutException("on purpose"));

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(consumer.commits()).isEmpty();
        assertThat(consumer.closed()).isTrue();
        assertThat(health.get().live()).isTrue();
    }

    static List<RuntimeException> passingCommitFailures() {
        return List.of(
                new CommitFailedException("on purpose"),
                new RebalanceInProgressException("on purpose"),
                new TimeoutException("on purpose"));
    }

    @ParameterizedTest
    @MethodSource("passingCommitFailures")
    void aCommitThatFailsIsMadeGoodByTheNext(RuntimeException failure) throws InterruptedException {
        consumer.append(P0, "a");
        consumer.failCommits(failure);

        run(() -> consumer.assignWithCommitted(0, P0), () -> consumer.append(P0, "b"));

        assertThat(sink.written).containsExactly("a", "b");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
    }

    @ParameterizedTest
    @MethodSource("passingCommitFailures")
    void aCommitThatFailsIsMadeGoodThoughNothingMoreComes(RuntimeException failure) throws InterruptedException {
        consumer.append(P0, "a");
        consumer.failCommits(failure, failure);

        run(
                () -> consumer.assignWithCommitted(0, P0),
                this::nothing,
                () -> assertThat(consumer.commits()).isEmpty());

        assertThat(sink.written).containsExactly("a");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 1L));
    }

    @Test
    void aCommitThatFailedIsMadeGoodWhileTheTargetIsAway() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.failCommits(new TimeoutException("on purpose"));

        run(() -> consumer.assignWithCommitted(0, P0), () -> {
            consumer.append(P0, "b");
            sink.away = true;
        });

        assertThat(consumer.commits()).as("of what was written alone").containsExactly(Map.of(P0, 1L));
        assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void whatCouldNotBeCommittedOfAPartitionThatLeftIsNotCommittedOverTheHeadOfItsNewOwner()
            throws InterruptedException {
        consumer.append(P0, "a");
        consumer.failCommits(new CommitFailedException("on purpose"));

        run(() -> consumer.assignWithCommitted(0, P0), () -> consumer.rebalance(List.of()), this::nothing);

        assertThat(consumer.commits()).isEmpty();
    }

    @Test
    void aPartitionThatWasAnothersForAMomentIsNotCommittedBackToBeforeThat() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.failCommits(new CommitFailedException("on purpose"));

        run(() -> consumer.assignWithCommitted(0, P0), () -> {
            consumer.rebalance(List.of());
            consumer.append(P0, "b");
            consumer.assignWithCommitted(2, P0);
        });

        assertThat(consumer.commits()).isEmpty();
    }

    @Test
    void untilTheBrokersSayWhatTheGroupHasCommittedNothingIsWritten() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.failReadingCommitted(new TimeoutException("on purpose"));

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    assertThat(sink.written).isEmpty();
                    assertThat(consumer.paused()).containsExactly(P0);
                    assertThat(health.get())
                            .isEqualTo(Health.degraded("the brokers do not say what the group has committed"));
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.written).containsExactly("a");
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void whatThePollCannotGetOverEndsTheLoopAndClosesTheConsumer() {
        KafkaException refused = new AuthenticationException("on purpose");

        assertThatThrownBy(() -> run(() -> consumer.setPollException(refused))).isSameAs(refused);

        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void wantOfMemoryThatPassesCostsNoRecordButEndsTheLoopOnceAllIsCommitted() throws InterruptedException {
        consumer.append(P0, "a");
        sink.onWrite = () -> {
            if (sink.calls == 1) {
                throw new OutOfMemoryError("on purpose");
            }
        };

        run(() -> consumer.assignWithCommitted(0, P0), () -> advance(WAIT), this::nothing);

        assertThat(sink.written).containsExactly("a");
        assertThat(producer.history()).isEmpty();
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 1L));
        assertThat(consumer.closed()).isTrue();
        assertThat(health.get().live()).isFalse();
    }

    @Test
    void recordsAreCountedByWhatBecameOfThem() throws InterruptedException {
        consumer.append(P0, "a", "malformed", "b", "refused", "c", "old");

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(counted("applied", "")).isEqualTo(3);
        assertThat(counted("superseded", "")).isEqualTo(1);
        assertThat(counted("dead_letter", "INVALID_FIELD")).isEqualTo(1);
        assertThat(counted("dead_letter", "REFUSED_BY_DATABASE")).isEqualTo(1);
    }
}
