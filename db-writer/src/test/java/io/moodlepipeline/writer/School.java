package io.moodlepipeline.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.TopicRecords;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A tenant of its own, so that tests can share topics: it sends users, and reads what became of them. */
final class School implements AutoCloseable {
    private final String brokers;
    private final String tenant = "t" + UUID.randomUUID();
    private final Sequences sequences = new Sequences(Clock.systemUTC());
    private final KafkaProducer<byte[], byte[]> producer;

    School(String brokers) {
        this.brokers = brokers;
        this.producer = new KafkaProducer<>(
                // Each record is waited for: lingering for company would only add to that.
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String tenant() {
        return tenant;
    }

    ProducerRecord<byte[], byte[]> user(long id, long modified, String firstName) {
        return record(
                id,
                SampleEvents.userCreated(user ->
                        user.put("userid", id).put("firstname", firstName).put("timemodified", modified)));
    }

    ProducerRecord<byte[], byte[]> malformed(long id) {
        return record(
                id, SampleEvents.userCreated(user -> user.put("userid", id).put("suspended", "no")));
    }

    private ProducerRecord<byte[], byte[]> record(long id, byte[] body) {
        EventType type = EventType.USER_CREATED;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(type.topic(), (tenant + ":" + id).getBytes(UTF_8), body);
        UUID sequence = sequences.next();
        new EventMetadata(sequence, type, tenant, Instant.now(), sequence, 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        List<ConsumerRecord<byte[], byte[]>> mine = new ArrayList<>(read(Topics.DEAD_LETTER));
        mine.removeIf(letter -> !tenant.equals(header(letter, "ce_tenantid")));
        return mine;
    }

    /** Everything that stands in a topic now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return TopicRecords.readAll(brokers, topic);
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
