package io.moodlepipeline.ops.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.testkit.SampleEvents;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends one tenant's events as the gateway would. Tests that share topics are each a tenant of their own. */
public final class School implements AutoCloseable {
    private final Sequences sequences = new Sequences(Clock.systemUTC());
    private final KafkaProducer<byte[], byte[]> producer;
    private final String tenant;

    public School(String brokers, String tenant) {
        this.tenant = tenant;
        this.producer = new KafkaProducer<>(
                // Each record is waited for: lingering for company would only add to that.
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public String tenant() {
        return tenant;
    }

    /** What was sent and where it is kept. */
    public record Sent(UUID eventId, String topic, int partition, long offset) {
        public String place() {
            return topic + ":" + partition + ":" + offset;
        }
    }

    public Sent userCreated(long userId, Consumer<ObjectNode> change) {
        return send(
                EventType.USER_CREATED,
                userId,
                SampleEvents.userCreated(user -> change.accept(user.put("userid", userId))));
    }

    public Sent userUpdated(long userId, Consumer<ObjectNode> change) {
        return send(
                EventType.USER_UPDATED,
                userId,
                SampleEvents.userUpdated(user -> change.accept(user.put("userid", userId))));
    }

    public Sent userEnrolled(long userId, long enrolmentId) {
        return userEnrolled(userId, enrolmentId, enrolment -> {});
    }

    public Sent userEnrolled(long userId, long enrolmentId, Consumer<ObjectNode> change) {
        return send(
                EventType.USER_ENROLLED,
                userId,
                SampleEvents.userEnrolled(enrolment ->
                        change.accept(enrolment.put("userid", userId).put("enrollmentid", enrolmentId))));
    }

    public Sent gradeUpdated(long userId, long itemId, Consumer<ObjectNode> change) {
        return send(
                EventType.GRADE_UPDATED,
                userId,
                SampleEvents.gradeUpdated(
                        grade -> change.accept(grade.put("userid", userId).put("itemid", itemId))));
    }

    public Sent send(EventType type, long userId, byte[] body) {
        return send(type, userId, body, 0, 0);
    }

    /** @param eventTimeMillis of a sender that says when it happened, else 0 */
    public Sent send(EventType type, long userId, byte[] body, long eventTimeMillis, int epoch) {
        UUID id = sequences.next();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(type.topic(), (tenant + ":" + userId).getBytes(UTF_8), body);
        new EventMetadata(id, type, tenant, Instant.now(), id, eventTimeMillis, epoch, null)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        RecordMetadata kept = send(record);
        return new Sent(id, kept.topic(), kept.partition(), kept.offset());
    }

    /** Sends a record just as it is. */
    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
