package io.moodlepipeline.ops.dlt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.testkit.TopicRecords;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes dead letters as the stages do, and reads what topics hold. */
public final class LetterBox implements AutoCloseable {
    private final Sequences sequences = new Sequences(Clock.systemUTC());
    private final String brokers;
    private final KafkaProducer<byte[], byte[]> producer;

    public LetterBox(String brokers) {
        this.brokers = brokers;
        this.producer = new KafkaProducer<>(
                // Each record is waited for: lingering for company would only add to that.
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A letter that was written. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Written(UUID eventId, String tenant, String consumer, LetterPosition position, byte[] key) {
        public LetterIdentity identity() {
            return new LetterIdentity(tenant, eventId.toString(), consumer);
        }

        public String place() {
            return position.toString();
        }
    }

    /** What a letter is made of; each test changes what it is about. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Draft(
            String consumer,
            EventType type,
            String tenant,
            long userId,
            byte[] body,
            DeadLetterCode code,
            Origin origin,
            int earlierAttempts,
            Instant failedAt) {

        public static Draft of(String consumer, EventType type, byte[] body) {
            return new Draft(
                    consumer,
                    type,
                    "north",
                    1001,
                    body,
                    DeadLetterCode.REFUSED_BY_DATABASE,
                    new Origin(type.topic(), 0, 0),
                    0,
                    Instant.now());
        }

        public static Draft ofGateway(EventType type, byte[] body) {
            return of("ingest-gateway", type, body)
                    .withCode(DeadLetterCode.INVALID_FIELD)
                    .withOrigin(Origin.unpublished(type.topic()));
        }

        public Draft withCode(DeadLetterCode newCode) {
            return new Draft(consumer, type, tenant, userId, body, newCode, origin, earlierAttempts, failedAt);
        }

        public Draft withTenant(String newTenant) {
            return new Draft(consumer, type, newTenant, userId, body, code, origin, earlierAttempts, failedAt);
        }

        public Draft withOrigin(Origin newOrigin) {
            return new Draft(consumer, type, tenant, userId, body, code, newOrigin, earlierAttempts, failedAt);
        }

        public Draft failed(int earlier, Instant at) {
            return new Draft(consumer, type, tenant, userId, body, code, origin, earlier, at);
        }
    }

    public Written write(Draft draft) {
        return write(draft, sequences.next());
    }

    public Written write(Draft draft, UUID eventId) {
        byte[] key = (draft.tenant() + ":" + draft.userId()).getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> letter = event(Topics.DEAD_LETTER, draft, eventId);
        if (draft.earlierAttempts() > 0) {
            letter.headers()
                    .add(
                            "dlt.attempts",
                            Integer.toString(draft.earlierAttempts()).getBytes(UTF_8));
        }
        DeadLetterHeaders.mark(
                letter.headers(),
                draft.consumer(),
                draft.origin(),
                new Failure(draft.code(), Failure.TASK_PUT, "Test", "a message of ours"),
                draft.failedAt());
        RecordMetadata kept = send(letter);
        return new Written(
                eventId, draft.tenant(), draft.consumer(), new LetterPosition(kept.partition(), kept.offset()), key);
    }

    /** The record that a letter would be about. */
    public ProducerRecord<byte[], byte[]> event(String topic, Draft draft, UUID eventId) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, (draft.tenant() + ":" + draft.userId()).getBytes(UTF_8), draft.body());
        new EventMetadata(eventId, draft.type(), draft.tenant(), Instant.now(), eventId, 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    public void audit(LetterAction action, Written letter) {
        send(new AuditRecord(action, letter.identity(), letter.position(), null, Instant.now(), "a test", "")
                .toRecord(letter.key()));
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that a topic holds, by partition. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return TopicRecords.readAll(brokers, topic);
    }

    public List<AuditRecord> audits() {
        return read(Topics.DEAD_LETTER_AUDIT).stream()
                .flatMap(record -> AuditRecord.read(record.value()).stream())
                .toList();
    }

    public static List<String> headerNames(ConsumerRecord<?, ?> record) {
        return Stream.of(record.headers().toArray()).map(header -> header.key()).toList();
    }

    @Override
    public void close() {
        producer.close();
    }
}
