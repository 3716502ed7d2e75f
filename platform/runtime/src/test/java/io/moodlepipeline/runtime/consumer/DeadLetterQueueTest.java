package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DeadLetterQueueTest {
    private static final Failure FAILURE =
            new Failure(DeadLetterCode.REFUSED_BY_DATABASE, Failure.TASK_PUT, "Database", "SQLSTATE 23514");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final DeadLetterQueue queue = new DeadLetterQueue(
            "db-writer", producer, Clock.fixed(Instant.parse("2026-03-01T10:15:30Z"), ZoneOffset.UTC));

    @Test
    void aDeadLetterIsTheOriginalRecordAndItsMarks() throws Exception {
        ConsumerRecord<byte[], byte[]> original = record(1_700_000_000_123L, "key", "value");

        queue.keep(List.of(new Refusal(original, FAILURE)));

        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.topic()).isEqualTo("moodle.dead-letter");
        assertThat(letter.partition()).as("left to the key").isNull();
        assertThat(letter.timestamp()).isEqualTo(1_700_000_000_123L);
        assertThat(letter.key()).asString(UTF_8).isEqualTo("key");
        assertThat(letter.value()).asString(UTF_8).isEqualTo("value");
        assertThat(letter.headers().lastHeader("ce_id").value()).asString(UTF_8).isEqualTo("id");
        assertThat(letter.headers().lastHeader("dlt.consumer").value())
                .asString(UTF_8)
                .isEqualTo("db-writer");
        assertThat(letter.headers().lastHeader("__connect.errors.offset").value())
                .asString(UTF_8)
                .isEqualTo("42");
    }

    @Test
    void theOriginalIsLeftAsItIs() throws Exception {
        ConsumerRecord<byte[], byte[]> original = record(1, "key", "value");

        queue.keep(List.of(new Refusal(original, FAILURE)));

        assertThat(original.headers()).hasSize(1);
    }

    @Test
    void aRecordWithoutKeyValueOrTimeIsKeptToo() throws Exception {
        ConsumerRecord<byte[], byte[]> original = record(ConsumerRecord.NO_TIMESTAMP, null, null);

        queue.keep(List.of(new Refusal(original, FAILURE)));

        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.timestamp()).isNull();
    }

    @Test
    void aRecordThatOutgrowsTheTopicByItsMarksIsKeptWithoutItsValue() throws Exception {
        MockProducer<byte[], byte[]> strict =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                        return record.value() == null
                                ? super.send(record)
                                : CompletableFuture.failedFuture(new RecordTooLargeException());
                    }
                };

        new DeadLetterQueue("db-writer", strict, Clock.systemUTC())
                .keep(List.of(new Refusal(record(1, "key", "value"), FAILURE)));

        ProducerRecord<byte[], byte[]> letter = strict.history().get(0);
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).asString(UTF_8).isEqualTo("key");
        assertThat(letter.headers().lastHeader("dlt.code").value())
                .asString(UTF_8)
                .isEqualTo("REFUSED_BY_DATABASE");
    }

    @Test
    void nothingToKeepSendsNothing() throws Exception {
        queue.keep(List.of());

        assertThat(producer.history()).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(long timestamp, String key, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", "id".getBytes(UTF_8));
        return new ConsumerRecord<>(
                "moodle.grade-updated",
                3,
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
}
