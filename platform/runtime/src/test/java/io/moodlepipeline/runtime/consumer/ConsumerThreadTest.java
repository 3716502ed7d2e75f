package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.runtime.consumer.ConsumerThread.Preparation;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConsumerThreadTest {
    private static final TopicPartition P0 = new TopicPartition("topic", 0);
    private static final Preparation NONE = () -> {};

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final FakeSink sink = new FakeSink();
    private final HealthState health = new HealthState("test");
    private final CountDownLatch scriptDone = new CountDownLatch(1);
    private final ConsumerMetrics metrics = new ConsumerMetrics(new SimpleMeterRegistry());
    private final ConsumerLoop loop = new ConsumerLoop(
            consumer,
            List.of("topic"),
            new BatchDelivery(
                    sink,
                    FloodGuard.on(),
                    new DeadLetterQueue(
                            "tester",
                            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                            Clock.systemUTC()),
                    metrics),
            Linger.NONE,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0L),
            System::nanoTime,
            health,
            metrics);

    @Test
    void recordsAreConsumedOnceTheServiceIsPreparedUntilItIsClosed() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.script(scriptDone::countDown, () -> consumer.assignWithCommitted(0, P0));
        CountDownLatch prepared = new CountDownLatch(1);
        ConsumerThread thread = ConsumerThread.start("test", prepared::await, loop, health);
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
                loop,
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
                loop,
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

        ConsumerThread.start("test", failing, loop, health).close();

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

        ConsumerThread.start("test", failing, loop, health).close();

        assertThat(health.get()).isEqualTo(Health.failed("the consumer failed: the schema does not fit"));
    }

    @Test
    void aLoopThatDiesTurnsTheServiceRed() throws InterruptedException {
        consumer.script(
                scriptDone::countDown, () -> consumer.setPollException(new AuthenticationException("marked-4711")));

        ConsumerThread thread = ConsumerThread.start("test", NONE, loop, health);
        health.awaitFailure();
        thread.close();

        assertThat(health.get().live()).isFalse();
        assertThat(health.get().detail())
                .startsWith("the consumer failed: " + AuthenticationException.class.getName() + " at ")
                .doesNotContain("marked-4711");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void anErrorOfTheMachineTurnsTheServiceRedToo() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.script(scriptDone::countDown, () -> consumer.assignWithCommitted(0, P0));
        sink.onWrite = () -> {
            throw new OutOfMemoryError("on purpose");
        };

        ConsumerThread thread = ConsumerThread.start("test", NONE, loop, health);
        health.awaitFailure();
        thread.close();

        assertThat(health.get().live()).isFalse();
        assertThat(health.get().detail()).startsWith("the consumer failed: java.lang.OutOfMemoryError at ");
        assertThat(consumer.commits()).isEmpty();
    }
}
