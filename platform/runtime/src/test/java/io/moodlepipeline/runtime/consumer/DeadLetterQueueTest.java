package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.deadletter.NotAcknowledgedException;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.RecordText;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLetterQueueTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");
    private static final UUID EVENT = UUID.fromString("018f5a00-0000-7000-8000-000000000001");
    private static final UUID OPERATION = UUID.fromString("018f5a00-0000-7000-8000-0000000000aa");
    private static final Outcome REFUSED = Outcome.refused(
            new Failure(DeadLetterCode.REFUSED_BY_DATABASE, Failure.TASK_PUT, "Database", "SQLSTATE 23514"));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final DeadLetterQueue queue =
            new DeadLetterQueue(Batches.CONSUMER, producer, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aDeadLetterIsTheOriginalRecordAndItsMarks() throws Exception {
        keep(record(1_700_000_000_123L, "key", "value"), REFUSED);

        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.topic()).isEqualTo("moodle.dead-letter");
        assertThat(letter.partition()).as("left to the key").isNull();
        assertThat(letter.timestamp()).isEqualTo(1_700_000_000_123L);
        assertThat(letter.key()).asString(UTF_8).isEqualTo("key");
        assertThat(letter.value()).asString(UTF_8).isEqualTo("value");
        assertThat(header(letter, "ce_id")).isEqualTo(EVENT.toString());
        assertThat(header(letter, "dlt.consumer")).isEqualTo("tester");
        assertThat(header(letter, "__connect.errors.offset")).isEqualTo("42");
    }

    @Test
    void theOriginalIsLeftAsItIs() throws Exception {
        ConsumerRecord<byte[], byte[]> original = record(1, "key", "value");

        keep(original, REFUSED);

        assertThat(original.headers()).hasSize(1);
    }

    @Test
    void aRecordWithoutKeyValueOrTimeIsKeptToo() throws Exception {
        keep(record(ConsumerRecord.NO_TIMESTAMP, null, null), REFUSED);

        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.timestamp()).isNull();
    }

    @Test
    void aRecordThatOutgrowsTheTopicByItsMarksIsKeptWithoutItsValue() throws Exception {
        keep(record(1, "key", "x".repeat(TopicDeclaration.MAX_RECORD_BYTES - 300)), REFUSED);

        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).asString(UTF_8).isEqualTo("key");
        assertThat(header(letter, "dlt.code")).isEqualTo("REFUSED_BY_DATABASE");
        assertThat(header(letter, "__connect.errors.exception.message"))
                .contains("read it at its topic, partition and offset");
    }

    static List<Outcome> endsOfARedrive() {
        return List.of(Settled.APPLIED, Settled.SUPERSEDED);
    }

    @ParameterizedTest
    @MethodSource("endsOfARedrive")
    void aRedrivenRecordThatTheTargetHoldsOrNeedsNotIsResolved(Outcome outcome) throws Exception {
        keep(redriven(), outcome);

        ProducerRecord<byte[], byte[]> audit = producer.history().get(0);
        assertThat(audit.topic()).isEqualTo("moodle.dead-letter-audit");
        assertThat(audit.key()).asString(UTF_8).isEqualTo("key");
        assertThat(AuditRecord.read(audit.value()))
                .contains(new AuditRecord(
                        LetterAction.RESOLVED,
                        new LetterIdentity("", EVENT.toString(), "tester"),
                        new LetterPosition(3, 17),
                        OPERATION,
                        NOW,
                        "tester",
                        ""));
    }

    @Test
    void aRedrivenRecordThatDiesAgainIsANewLetterAndNotResolved() throws Exception {
        ConsumerRecord<byte[], byte[]> redriven = redriven();
        redriven.headers().add("dlt.attempts", "1".getBytes(UTF_8));

        keep(redriven, REFUSED);

        assertThat(producer.history())
                .singleElement()
                .satisfies(letter -> assertThat(header(letter, "dlt.attempts")).isEqualTo("2"))
                .satisfies(
                        letter -> assertThat(header(letter, "redrive.consumer")).isNull());
    }

    @Test
    void aRedrivenRecordOfWhichNothingHasToBeWrittenIsResolved() throws Exception {
        keep(redriven(), Settled.SKIPPED);

        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aRedrivenRecordThatTheSinkHoldsIsNotResolvedYet() throws Exception {
        keep(redriven(), Settled.HELD);

        assertThat(producer.history()).isEmpty();
    }

    @Test
    void ordinaryRecordsLeaveNothingBehind() throws Exception {
        keep(record(1, "key", "value"), Settled.APPLIED);

        assertThat(producer.history()).isEmpty();
    }

    @Test
    void aProducerThatCannotEvenSendHasNotKeptIt() {
        producer.sendException = new KafkaException("no memory left in the buffer");

        assertThatThrownBy(() -> keep(record(1, "key", "value"), REFUSED)).isInstanceOf(NotAcknowledgedException.class);
    }

    private void keep(ConsumerRecord<byte[], byte[]> original, Outcome outcome) throws Exception {
        queue.keep(Batches.of(List.of(original)), List.of(outcome));
    }

    private static ConsumerRecord<byte[], byte[]> redriven() {
        ConsumerRecord<byte[], byte[]> record = record(1, "key", "value");
        RedriveHeaders.mark(record.headers(), Batches.CONSUMER, new LetterPosition(3, 17), OPERATION);
        return record;
    }

    private static ConsumerRecord<byte[], byte[]> record(long timestamp, String key, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", EVENT.toString().getBytes(UTF_8));
        return new ConsumerRecord<>(
                "topic",
                0,
                42,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                headers,
                Optional.empty());
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return RecordText.header(record.headers(), name);
    }
}
