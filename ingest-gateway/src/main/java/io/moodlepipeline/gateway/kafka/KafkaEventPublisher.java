package io.moodlepipeline.gateway.kafka;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.gateway.ingest.EventPublisher;
import io.moodlepipeline.runtime.consumer.ClientProperties;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes without ever blocking the caller: what cannot be buffered at once is refused at once, and what is not acknowledged
 * within {@link #ACKNOWLEDGED_WITHIN} has failed.
 */
public final class KafkaEventPublisher implements EventPublisher, AutoCloseable {
    /** Leaves a second of the answer's five for everything else. */
    static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(4);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    /** A failure says something of the brokers for this long, unless a success follows. */
    private static final Duration FAILURE_COUNTS = Duration.ofSeconds(5);

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final KafkaProducer<byte[], byte[]> producer;
    private volatile long failedAt = NEVER;

    public KafkaEventPublisher(KafkaSettings kafka, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        Map<String, Object> properties = ClientProperties.producer(kafka, "ingest-gateway");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ACKNOWLEDGED_WITHIN.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears all that the producer's future would
    public CompletableFuture<Void> publish(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    failedAt = NEVER;
                    acknowledged.complete(null);
                } else {
                    fail(acknowledged, failure);
                }
            });
        } catch (KafkaException e) {
            fail(acknowledged, e);
        }
        return acknowledged;
    }

    private void fail(CompletableFuture<Void> acknowledged, Exception failure) {
        failedAt = nanoTime.getAsLong();
        acknowledged.completeExceptionally(failure);
    }

    /** Whether the newest record with an outcome was not acknowledged, and that a short while ago. */
    public boolean failedJustNow() {
        long at = failedAt;
        return at != NEVER && nanoTime.getAsLong() - at < FAILURE_COUNTS.toNanos();
    }

    /** Whether every topic's leader is known, so that a send can be buffered. Asks for what is not known yet. */
    public boolean knowsTopics() {
        boolean all = true;
        for (TopicDeclaration topic : Topics.ALL) {
            all &= knows(topic.name());
        }
        return all;
    }

    private boolean knows(String topic) {
        try {
            return !producer.partitionsFor(topic).isEmpty();
        } catch (KafkaException e) {
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(ACKNOWLEDGED_WITHIN);
    }
}
