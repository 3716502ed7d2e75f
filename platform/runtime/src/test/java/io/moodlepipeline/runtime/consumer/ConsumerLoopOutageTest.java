package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** The loop while its target, or the dead-letter topics, take nothing. */
class ConsumerLoopOutageTest extends OnScriptedLoop {
    @Test
    void duringAnOutageNothingIsCommittedAndTheSameRecordsComeAgainWhenTheWaitIsOver() throws InterruptedException {
        consumer.append(P0, "a", "b");
        consumer.append(P1, "c");
        sink.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0, P1),
                () -> {
                    assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
                    assertThat(health.get()).isEqualTo(Health.degraded("the target is away"));
                    advance(WAIT.minusNanos(1));
                },
                () -> {
                    assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
                    assertThat(sink.calls).isEqualTo(1);
                    assertThat(consumer.commits()).isEmpty();
                    sink.away = false;
                    advance(Duration.ofNanos(1));
                },
                () -> assertThat(consumer.paused()).isEmpty());

        assertThat(sink.written).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L, P1, 1L));
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void duringAnOutageTheLoopPollsNoLongerThanTheWaitLasts() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> advance(WAIT.dividedBy(4)),
                () -> assertThat(consumer.lastPollTimeout()).isEqualTo(WAIT),
                () -> assertThat(consumer.lastPollTimeout())
                        .isEqualTo(WAIT.dividedBy(4).multipliedBy(3)));
    }

    @Test
    void eachFailedProbeWaitsLongerAndASuccessStartsOver() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> advance(WAIT),
                this::nothing,
                () -> advance(WAIT.multipliedBy(2).minusNanos(1)),
                () -> {
                    assertThat(sink.probes).isEqualTo(1);
                    sink.away = false;
                    advance(Duration.ofNanos(1));
                },
                this::nothing,
                () -> {
                    assertThat(sink.probes).isEqualTo(2);
                    assertThat(sink.written).containsExactly("a");
                    consumer.append(P0, "b");
                    sink.away = true;
                },
                () -> advance(WAIT),
                this::nothing);

        assertThat(sink.probes).isEqualTo(3);
    }

    @Test
    void nothingIsFetchedForATargetThatIsStillAway() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;

        run(() -> consumer.assignWithCommitted(0, P0), () -> advance(WAIT), () -> {
            assertThat(consumer.paused()).containsExactly(P0);
            assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
            assertThat(gauge("pipeline.target.unavailable")).isEqualTo(1);
        });

        assertThat(sink.calls).isEqualTo(1);
    }

    @Test
    void aTargetIsNotSaidToBeBackBeforeItHasTakenWhatItRefused() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;
        sink.onWrite = () -> {
            if (sink.calls > 1) {
                assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
                assertThat(gauge("pipeline.target.unavailable")).isEqualTo(1);
            }
        };

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    sink.away = false;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.calls).isEqualTo(2);
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
        assertThat(gauge("pipeline.target.unavailable")).isZero();
    }

    @Test
    void anOutageOfAnyLengthNeverMakesADeadLetter() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;
        Runnable[] steps = new Runnable[1_000];
        Arrays.fill(steps, (Runnable) () -> advance(LIMIT));
        steps[0] = () -> consumer.assignWithCommitted(0, P0);

        run(steps);

        assertThat(producer.history()).isEmpty();
        assertThat(consumer.commits()).isEmpty();
    }

    @Test
    void aPartitionThatArrivesDuringAnOutageWaitsToo() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.append(P1, "b");
        sink.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    consumer.assignWithCommitted(0, P0, P1);
                    assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
                },
                () -> {
                    assertThat(sink.calls).isEqualTo(1);
                    sink.away = false;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.written).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aPartitionThatLeavesDuringAnOutageTakesNothingWithIt() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    consumer.rebalance(List.of());
                    sink.away = false;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.calls).isEqualTo(1);
        assertThat(consumer.commits()).isEmpty();
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void whileTheDeadLetterTopicTakesNothingNothingIsCommitted() throws InterruptedException {
        consumer.append(P0, "a", "malformed");
        producer.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    assertThat(consumer.commits()).isEmpty();
                    assertThat(consumer.paused()).containsExactly(P0);
                    assertThat(health.get()).isEqualTo(Health.degraded("the dead-letter topics do not take records"));
                    producer.away = false;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(producer.history()).hasSize(1);
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void aProducerThatCannotEvenSendIsAnOutageToo() throws InterruptedException {
        consumer.append(P0, "malformed");
        producer.sendException = new KafkaException("no memory left in the buffer");

        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);

        assertThat(consumer.commits()).isEmpty();
        assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void aStopDuringAnOutageCommitsNothing() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;

        run(() -> consumer.assignWithCommitted(0, P0), loop::stop);

        assertThat(consumer.commits()).isEmpty();
        assertThat(consumer.closed()).isTrue();
    }
}
