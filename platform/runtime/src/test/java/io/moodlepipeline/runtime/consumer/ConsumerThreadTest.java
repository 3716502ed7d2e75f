package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.runtime.consumer.ConsumerThread.Preparation;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class ConsumerThreadTest {
    private static final TopicPartition P0 = new TopicPartition("topic", 0);
    private static final Preparation NONE = () -> {};

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final FakeSink sink = new FakeSink();
    private final HealthState health = new HealthState("test");
    private final CountDownLatch scriptDone = new CountDownLatch(1);
    private final ConsumerMetrics metrics = new ConsumerMetrics(new SimpleMeterRegistry());
    private final BatchDelivery delivery = new BatchDelivery(
            sink,
            FloodGuard.on(),
            new DeadLetterQueue(
                    "tester",
                    new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                    Clock.systemUTC()),
            metrics);
    private final ConsumerLoop loop = loop(consumer);

    private ConsumerLoop loop(ScriptedConsumer of) {
        return new ConsumerLoop(
                of,
                List.of("topic"),
                delivery,
                Linger.NONE,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0L),
                System::nanoTime,
                health,
                metrics);
    }

    @Test
    void recordsAreConsumedOnceTheServiceIsPreparedUntilItIsClosed() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.script(scriptDone::countDown, () -> consumer.assignWithCommitted(0, P0));
        CountDownLatch prepared = new CountDownLatch(1);
        ConsumerThread thread = ConsumerThread.start("test", prepared::await, () -> loop, health);
        assertThat(sink.written).isEmpty();

        prepared.countDown();
        scriptDone.await();
        thread.close();

        assertThat(sink.written).containsExactly("a");
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aCloseEndsThePreparationAndNothingIsConsumed() throws InterruptedException {
        CountDownLatch preparing = new CountDownLatch(1);
        ConsumerThread thread = ConsumerThread.start(
                "test",
                () -> {
                    preparing.countDown();
                    new CountDownLatch(1).await();
                },
                () -> loop,
                health);
        preparing.await();

        thread.close();

        assertThat(consumer.closed()).isTrue();
        assertThat(health.get().live()).isTrue();
    }

    @Test
    void anInterruptThatCameTooLateForThePreparationDoesNotReachTheConsumer() throws InterruptedException {
        CountDownLatch preparing = new CountDownLatch(1);
        ConsumerThread thread = ConsumerThread.start(
                "test",
                () -> {
                    preparing.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                },
                () -> loop,
                health);
        preparing.await();

        thread.close();

        assertThat(consumer.closedWhileInterrupted()).isFalse();
        assertThat(health.get().live()).isTrue();
    }

    @Test
    void aPreparationThatFailsTurnsTheServiceRedAndClosesTheConsumer() throws InterruptedException {
        Preparation failing = () -> {
            throw new IllegalStateException("marked-4711");
        };

        ConsumerThread.start("test", failing, () -> loop, health).close();

        assertThat(health.get().live()).isFalse();
        assertThat(health.get().detail())
                .startsWith("the consumer failed: java.lang.IllegalStateException at ")
                .doesNotContain("marked-4711");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aFailureInOurOwnWordsIsTold() throws InterruptedException {
        Preparation failing = () -> {
            throw new UnrecoverableException("the schema does not fit", null);
        };

        ConsumerThread.start("test", failing, () -> loop, health).close();

        assertThat(health.get()).isEqualTo(Health.failed("the consumer failed: the schema does not fit"));
    }

    @Test
    void aLoopThatDiesTurnsTheServiceRed() throws InterruptedException {
        consumer.script(scriptDone::countDown, () -> consumer.setPollException(new KafkaException("marked-4711")));

        ConsumerThread thread = ConsumerThread.start("test", NONE, () -> loop, health);
        health.awaitFailure();
        thread.close();

        assertThat(health.get().live()).isFalse();
        assertThat(health.get().detail())
                .startsWith("the consumer failed: " + KafkaException.class.getName() + " at ")
                .doesNotContain("marked-4711");
        assertThat(consumer.closed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void aLoopThatIsNotLetWorkIsNamedAndAnotherTriesAgain(KafkaException failure, String words) throws Exception {
        consumer.script(scriptDone::countDown, () -> consumer.setPollException(failure));
        ScriptedConsumer next = new ScriptedConsumer();
        next.append(P0, "a");
        next.script(scriptDone::countDown, () -> next.assignWithCommitted(0, P0));
        Deque<ConsumerLoop> loops = new ArrayDeque<>(List.of(loop, loop(next)));

        ConsumerThread thread = ConsumerThread.start("test", NONE, loops::pop, Duration.ofMillis(1), health);
        scriptDone.await();
        thread.close();

        assertThat(sink.written).containsExactly("a");
        assertThat(consumer.closed()).isTrue();
        assertThat(health.get().status()).isEqualTo(Health.Status.WAITING);
        assertThat(health.get().detail()).contains(words, "ready again once another try has worked");
    }

    static Stream<Arguments> aLoopThatIsNotLetWorkIsNamedAndAnotherTriesAgain() {
        return Stream.of(
                arguments(
                        new UnsupportedVersionException("no such api"),
                        "the pipeline needs Kafka 4.0 or newer, with the consumer group protocol"),
                arguments(
                        GroupAuthorizationException.forGroupId("tester"), "does not allow this user the group tester"),
                arguments(new AuthenticationException("marked-4711"), "Kafka does not accept this user"));
    }

    @Test
    void aCloseDoesNotWaitForTheNextTry() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        HealthState observed = new HealthState("test", told -> {
            if (told.detail().contains("needs Kafka 4.0")) {
                failed.countDown();
            }
        });
        consumer.script(
                scriptDone::countDown, () -> consumer.setPollException(new UnsupportedVersionException("no such api")));
        ConsumerThread thread = ConsumerThread.start("test", NONE, () -> loop, Duration.ofDays(1), observed);
        failed.await();

        thread.close();

        assertThat(health.get().live()).isTrue();
    }

    @Test
    void memoryThatIsShortTurnsTheServiceRedOnceTheRecordThatTookItIsBehind() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.script(scriptDone::countDown, () -> consumer.assignWithCommitted(0, P0));
        sink.onWrite = () -> {
            throw new OutOfMemoryError("on purpose");
        };

        ConsumerThread thread = ConsumerThread.start("test", NONE, () -> loop, health);
        health.awaitFailure();
        thread.close();

        assertThat(health.get().live()).isFalse();
        assertThat(health.get().detail()).startsWith("there was no memory for the records in hand");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 1L));
    }
}
