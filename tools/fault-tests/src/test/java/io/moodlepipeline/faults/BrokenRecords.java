package io.moodlepipeline.faults;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that no gateway would let through, put straight into the topics. */
final class BrokenRecords implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicInteger count = new AtomicInteger();

    BrokenRecords(String brokers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        // Through every outage that the tests make.
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        360_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        360_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    int count() {
        return count.get();
    }

    /** One for the writer or for the processor: without metadata, or without JSON. */
    void put() throws InterruptedException, ExecutionException {
        switch (count() % 3) {
            case 0 -> put(new ProducerRecord<>(EventType.USER_UPDATED.topic(), key(), utf8("{}")));
            case 1 -> putWithoutJson(EventType.USER_ENROLLED);
            default -> putWithoutJson(EventType.GRADE_UPDATED);
        }
    }

    void putWithoutJson(EventType type) throws InterruptedException, ExecutionException {
        put(record(type, UUID.randomUUID(), key(), utf8("not JSON")));
    }

    /** As the gateway would have published it, had it taken it. */
    void put(Submission submission) throws InterruptedException, ExecutionException {
        put(record(EventType.GRADE_UPDATED, submission.id(), utf8("default:" + submission.user()), submission.bytes()));
    }

    private static ProducerRecord<byte[], byte[]> record(EventType type, UUID id, byte[] key, byte[] body) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(type.topic(), key, body);
        new EventMetadata(id, type, "default", Instant.now(), id, 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, utf8(value)));
        return record;
    }

    private void put(ProducerRecord<byte[], byte[]> record) throws InterruptedException, ExecutionException {
        producer.send(record).get();
        count.incrementAndGet();
    }

    private byte[] key() {
        return utf8("default:" + count() % 20);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
