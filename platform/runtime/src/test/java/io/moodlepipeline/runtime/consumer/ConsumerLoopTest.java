package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
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

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final FakeSink sink = new FakeSink();
    private final FakeProducer producer = new FakeProducer();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // which overflows soon, as it may
    private final HealthState health = new HealthState("test");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConsumerLoop loop = new ConsumerLoop(
            consumer,
            List.of("topic"),
            sink,
            new DeadLetterQueue("tester", producer, Clock.fixed(Instant.parse("2026-03-01T10:15:30Z"), ZoneOffset.UTC)),
            new Backoff(WAIT.multipliedBy(2), Duration.ofSeconds(30), () -> 0L),
            nanoTime::get,
            health,
            new ConsumerMetrics(meters));

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
    void eachFailedTryWaitsLongerAndASuccessStartsOver() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> advance(WAIT),
                this::nothing,
                () -> advance(WAIT.multipliedBy(2).minusNanos(1)),
                () -> {
                    assertThat(sink.calls).isEqualTo(2);
                    sink.away = false;
                    advance(Duration.ofNanos(1));
                },
                this::nothing,
                () -> {
                    assertThat(sink.calls).isEqualTo(3);
                    consumer.append(P0, "b");
                    sink.away = true;
                },
                () -> advance(WAIT),
                this::nothing);

        assertThat(sink.calls).isEqualTo(5);
    }

    @Test
    void aTargetThatIsStillAwayIsNotSaidToBeBackBecauseTheWaitIsOver() throws InterruptedException {
        consumer.append(P0, "a");
        sink.away = true;
        sink.onWrite = () -> {
            if (sink.calls > 1) {
                assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
                assertThat(targetUnavailable()).isEqualTo(1);
            }
        };

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> advance(WAIT),
                this::nothing,
                () -> {
                    sink.away = false;
                    advance(WAIT.multipliedBy(2));
                },
                this::nothing);

        assertThat(sink.calls).isEqualTo(3);
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
        assertThat(targetUnavailable()).isZero();
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
    void aBugThatOneRecordTriggersCostsOnlyThatRecordAndIsNotQuoted() throws InterruptedException {
        consumer.append(P0, "a", "b", "bug");

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(sink.written).containsExactlyInAnyOrder("a", "b");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L));
        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(header(letter, "dlt.code")).isEqualTo("UNEXPECTED_FAILURE");
        assertThat(header(letter, "__connect.errors.exception.class.name"))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(header(letter, "__connect.errors.exception.message")).doesNotContain("marked-4711");
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
                    assertThat(health.get()).isEqualTo(Health.degraded("the dead-letter topic does not take records"));
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
        consumer.append(P0, "a", "malformed", "b", "refused", "c");

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(counted("written", "")).isEqualTo(3);
        assertThat(counted("dead_letter", "INVALID_FIELD")).isEqualTo(1);
        assertThat(counted("dead_letter", "REFUSED_BY_DATABASE")).isEqualTo(1);
    }

    private void run(Runnable... steps) throws InterruptedException {
        consumer.script(loop::stop, steps);
        loop.run();
    }

    private void nothing() {}

    private void advance(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private double targetUnavailable() {
        return meters.get("pipeline.target.unavailable").gauge().value();
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
