package io.moodlepipeline.faults;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that no gateway would let through, put straight into the topics. */
final class BrokenRecords implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private int count;

    BrokenRecords(String brokers) {
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    int count() {
        return count;
    }

    /** One for the writer or for the processor: without metadata, or without JSON. */
    void put() throws InterruptedException, ExecutionException {
        switch (count % 3) {
            case 0 -> put(new ProducerRecord<>(EventType.USER_UPDATED.topic(), key(), utf8("{}")));
            case 1 -> putWithoutJson(EventType.USER_ENROLLED);
            default -> putWithoutJson(EventType.GRADE_UPDATED);
        }
    }

    void putWithoutJson(EventType type) throws InterruptedException, ExecutionException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(type.topic(), key(), utf8("not JSON"));
        EventMetadata metadata =
                new EventMetadata(UUID.randomUUID(), type, "default", Instant.now(), UUID.randomUUID(), 0);
        metadata.toHeaders().forEach((name, value) -> record.headers().add(name, utf8(value)));
        put(record);
    }

    private void put(ProducerRecord<byte[], byte[]> record) throws InterruptedException, ExecutionException {
        producer.send(record).get();
        count++;
    }

    private byte[] key() {
        return utf8("default:" + count % 20);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
