package io.moodlepipeline.runtime.consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A loop over a scripted consumer and a fake target, the time of which a test moves on. */
abstract class OnScriptedLoop {
    static final TopicPartition P0 = new TopicPartition("topic", 0);
    static final TopicPartition P1 = new TopicPartition("topic", 1);
    /** The first wait of an outage, as drawn without luck. */
    static final Duration WAIT = Duration.ofSeconds(1);

    static final Duration LIMIT = Duration.ofSeconds(30);

    final ScriptedConsumer consumer = new ScriptedConsumer();
    final FakeSink sink = new FakeSink();
    final FakeProducer producer = new FakeProducer();
    final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // which overflows soon, as it may
    final HealthState health = new HealthState("test");
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ConsumerMetrics metrics = new ConsumerMetrics(meters);
    final ConsumerLoop loop = loop(consumer);

    /** How long records wait for others here. */
    Linger linger() {
        return Linger.NONE;
    }

    void run(Runnable... steps) throws InterruptedException {
        consumer.script(loop::stop, steps);
        loop.run();
    }

    ConsumerLoop loop(ScriptedConsumer reader) {
        return loop(reader, FloodGuard.on());
    }

    ConsumerLoop loop(ScriptedConsumer reader, FloodGuard guard) {
        return new ConsumerLoop(
                reader,
                List.of("topic"),
                new BatchDelivery(
                        sink,
                        guard,
                        new DeadLetterQueue(
                                "tester", producer, Clock.fixed(Instant.parse("2026-03-01T10:15:30Z"), ZoneOffset.UTC)),
                        metrics),
                linger(),
                new Backoff(WAIT.multipliedBy(2), LIMIT, () -> 0L),
                nanoTime::get,
                health,
                metrics);
    }

    void nothing() {}

    void advance(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    static String[] numbered(String value, int count) {
        return IntStream.range(0, count).mapToObj(i -> value + " " + i).toArray(String[]::new);
    }

    double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    double counted(String outcome, String code) {
        return meters.get("pipeline.records")
                .tag("outcome", outcome)
                .tag("code", code)
                .counter()
                .count();
    }

    static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return RecordText.header(letter.headers(), name);
    }

    /** Acknowledges at once, or says after a send that nobody took it. */
    static final class FakeProducer extends MockProducer<byte[], byte[]> {
        boolean away;

        FakeProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
            return away ? CompletableFuture.failedFuture(new TimeoutException("on purpose")) : super.send(letter);
        }
    }
}
