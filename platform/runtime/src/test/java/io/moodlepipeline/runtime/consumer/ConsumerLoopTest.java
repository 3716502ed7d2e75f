package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumerLoopTest {
    private static final TopicPartition P0 = new TopicPartition("topic", 0);
    private static final TopicPartition P1 = new TopicPartition("topic", 1);
    /** The first wait of an outage, as drawn without luck. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final FakeSink sink = new FakeSink();
    private final FakeProducer producer = new FakeProducer();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // which overflows soon, as it may
    private final HealthState health = new HealthState("test");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConsumerMetrics metrics = new ConsumerMetrics(meters);
    private final ConsumerLoop loop = loop(consumer);

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
    void aRecordThatMeetsAgainAndAgainWhatMostlyPassesIsFoundAndKeptWithoutHoldingUpTheOthers()
            throws InterruptedException {
        consumer.append(P0, "a", "stuck", "b");
        consumer.append(P1, "c");
        Runnable[] steps = new Runnable[2 * (3 + IsolatingSink.TRIES)];
        Arrays.fill(steps, (Runnable) () -> advance(LIMIT));
        steps[0] = () -> consumer.assignWithCommitted(0, P0, P1);
        steps[9] = () -> {
            assertThat(sink.written).contains("a", "b", "c");
            assertThat(consumer.commits()).isEmpty();
            assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
            assertThat(gauge("pipeline.target.unavailable")).isZero();
            advance(LIMIT);
        };

        run(steps);

        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString(UTF_8).isEqualTo("stuck");
            assertThat(header(letter, "dlt.code")).isEqualTo("RETRIES_EXHAUSTED");
            assertThat(header(letter, "dlt.retryable")).isEqualTo("true");
        });
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L, P1, 1L));
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void whatMostlyPassesAndDoesIsNobodysDeadLetter() throws InterruptedException {
        consumer.append(P0, "a", "stuck", "b");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    sink.mended = true;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.written).containsExactly("a", "stuck", "b");
        assertThat(producer.history()).isEmpty();
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
    void aPoisonedRecordIsKeptAsADeadLetterAndTheRestIsWrittenOnce() throws InterruptedException {
        consumer.append(P0, "a", "refused", "b", "c");
        consumer.beforeCommit(() -> assertThat(producer.history()).hasSize(1));

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(sink.written).containsExactly("a", "b", "c");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 4L));
        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.topic()).isEqualTo("moodle.dead-letter");
        assertThat(letter.value()).asString(UTF_8).isEqualTo("refused");
        assertThat(header(letter, "dlt.code")).isEqualTo("REFUSED_BY_DATABASE");
        assertThat(header(letter, "dlt.consumer")).isEqualTo("tester");
        assertThat(header(letter, "__connect.errors.offset")).isEqualTo("1");
    }

    @Test
    void aBugThatOneRecordTriggersCostsOnlyThatRecordAfterAFewTriesAndIsNotQuoted() throws InterruptedException {
        consumer.append(P0, "a", "b", "bug");
        Runnable[] steps = new Runnable[2 * IsolatingSink.TRIES];
        Arrays.fill(steps, (Runnable) () -> advance(LIMIT));
        steps[0] = () -> consumer.assignWithCommitted(0, P0);

        run(steps);

        assertThat(sink.written).contains("a", "b");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L));
        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(header(letter, "dlt.code")).isEqualTo("UNEXPECTED_FAILURE");
        assertThat(header(letter, "__connect.errors.exception.class.name"))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(header(letter, "__connect.errors.exception.message")).doesNotContain("marked-4711");
    }

    @Test
    void aFloodHaltsTheConsumerUntilItsCauseIsMended() throws InterruptedException {
        consumer.append(P0, numbered("refused", 60));

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    assertThat(health.get().status()).isEqualTo(Status.HALTED);
                    assertThat(health.get().detail())
                            .contains("REFUSED_BY_DATABASE; the last: SQLSTATE 23514", "DEAD_LETTER_GUARD=off");
                    assertThat(health.get().ready()).isFalse();
                    assertThat(health.get().live()).isTrue();
                    assertThat(gauge("pipeline.halted")).isEqualTo(1);
                    assertThat(consumer.paused()).containsExactly(P0);
                    advance(LIMIT);
                },
                () -> {
                    assertThat(health.get().status()).isEqualTo(Status.HALTED);
                    sink.mended = true;
                    advance(LIMIT);
                },
                this::nothing);

        assertThat(producer.history()).isEmpty();
        assertThat(sink.written).hasSize(60);
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 60L));
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
        assertThat(gauge("pipeline.halted")).isZero();
    }

    @Test
    void aFloodThatComesInDropsIsSeenToo() throws InterruptedException {
        Runnable[] steps = new Runnable[60];
        Arrays.fill(steps, (Runnable) () -> consumer.append(P0, "malformed"));
        steps[0] = () -> consumer.assignWithCommitted(0, P0);

        run(steps);

        assertThat(producer.history()).hasSize(FloodGuard.IN_A_ROW - 1);
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
    }

    @Test
    void aRestartMeetsTheSameWall() throws InterruptedException {
        consumer.append(P0, numbered("malformed", 40));
        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);
        String streak = consumer.committedMetadata(P0);
        assertThat(streak).isEqualTo("dead-letters-in-a-row=40");

        ScriptedConsumer restarted = new ScriptedConsumer();
        restarted.append(P0, numbered("malformed", 50));
        ConsumerLoop again = loop(restarted);
        restarted.script(
                again::stop, () -> restarted.assignWithCommitted(Map.of(P0, new OffsetAndMetadata(40, streak))));
        again.run();

        assertThat(producer.history()).hasSize(40);
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
        assertThat(restarted.commits()).isEmpty();
    }

    @Test
    void aStreakThatEndedIsForgottenBesideEveryPartition() throws InterruptedException {
        consumer.append(P0, "malformed");

        run(
                () -> consumer.assignWithCommitted(0, P0, P1),
                () -> {
                    assertThat(consumer.committedMetadata(P0)).isEqualTo("dead-letters-in-a-row=1");
                    consumer.append(P1, "good");
                },
                this::nothing);

        assertThat(consumer.committedMetadata(P0)).isEmpty();
        assertThat(consumer.committedMetadata(P1)).isEmpty();
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 1L), Map.of(P0, 1L, P1, 1L));
    }

    @Test
    void aRecordRedrivenForAnotherIsSkippedUnread() throws InterruptedException {
        consumer.append(P0, "refused", "b");
        consumer.redrive(P0, 0, "zoho-sink.north");

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(sink.written).containsExactly("b");
        assertThat(producer.history()).isEmpty();
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
        assertThat(counted("skipped", "")).isEqualTo(1);
    }

    @Test
    void aRecordRedrivenForThisConsumerIsResolvedBeforeItsOffsetIsCommitted() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.redrive(P0, 0, "tester");
        consumer.beforeCommit(() -> assertThat(producer.history())
                .singleElement()
                .extracting(ProducerRecord::topic)
                .isEqualTo("moodle.dead-letter-audit"));

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(consumer.commits()).hasSize(1);
    }

    @Test
    void aRedriveThatFailsWholesaleIsNoFlood() throws InterruptedException {
        consumer.append(P0, numbered("refused", 60));
        for (int offset = 0; offset < 60; offset++) {
            consumer.redrive(P0, offset, "tester");
        }

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(producer.history()).hasSize(60);
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 60L));
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

    @Test
    void aStopDuringAnOutageCommitsNothing() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;

        run(() -> consumer.assignWithCommitted(0, P0), loop::stop);

        assertThat(consumer.commits()).isEmpty();
        assertThat(consumer.closed()).isTrue();
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

    @Test
    void whatThePollCannotGetOverEndsTheLoopAndClosesTheConsumer() {
        KafkaException refused = new AuthenticationException("on purpose");

        assertThatThrownBy(() -> run(() -> consumer.setPollException(refused))).isSameAs(refused);

        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void anErrorOfTheMachineEndsTheLoopAndCommitsNothing() {
        consumer.append(P0, "a");
        sink.onWrite = () -> {
            throw new OutOfMemoryError("on purpose");
        };

        assertThatThrownBy(() -> run(() -> consumer.assignWithCommitted(0, P0))).isInstanceOf(OutOfMemoryError.class);

        assertThat(consumer.commits()).isEmpty();
        assertThat(consumer.closed()).isTrue();
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

    private void run(Runnable... steps) throws InterruptedException {
        consumer.script(loop::stop, steps);
        loop.run();
    }

    private ConsumerLoop loop(ScriptedConsumer reader) {
        return new ConsumerLoop(
                reader,
                List.of("topic"),
                new BatchDelivery(
                        sink,
                        FloodGuard.on(),
                        new DeadLetterQueue(
                                "tester", producer, Clock.fixed(Instant.parse("2026-03-01T10:15:30Z"), ZoneOffset.UTC)),
                        metrics),
                new Backoff(WAIT.multipliedBy(2), LIMIT, () -> 0L),
                nanoTime::get,
                health,
                metrics);
    }

    private void nothing() {}

    private void advance(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private static String[] numbered(String value, int count) {
        return IntStream.range(0, count).mapToObj(i -> value + " " + i).toArray(String[]::new);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private double counted(String outcome, String code) {
        return meters.get("pipeline.records")
                .tag("outcome", outcome)
                .tag("code", code)
                .counter()
                .count();
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return RecordText.header(letter.headers(), name);
    }

    /** Acknowledges at once, or says after a send that nobody took it. */
    private static final class FakeProducer extends MockProducer<byte[], byte[]> {
        private boolean away;

        FakeProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
            return away ? CompletableFuture.failedFuture(new TimeoutException("on purpose")) : super.send(letter);
        }
    }
}
