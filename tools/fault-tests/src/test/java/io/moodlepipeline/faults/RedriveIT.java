package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.testkit.TopicRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A dead letter goes back to the consumer it failed at, and from there all the way. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class RedriveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void redrivenLetterOfTheProcessorEndsAsARow(Stack stack) throws Exception {
        Trial trial = Trial.start("redriven letter of grade-processor", stack, 200, Duration.ofSeconds(3));
        trial.awaitAbout(1);
        stack.awaitDrained();
        stack.processor().terminate();
        Submission grade = trial.further().grade(1);
        trial.send(grade);
        dieOfABug(stack, recordOf(stack, grade));
        stack.processor().start();
        stack.processor().awaitReady();
        assertThat(Letters.read(stack.brokers()).state(grade.id().toString(), Stack.PROCESSOR))
                .isEqualTo("open");

        redrive(stack);
        await("resolved")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Letters.read(stack.brokers())
                        .state(grade.id().toString(), Stack.PROCESSOR)
                        .equals("resolved"));
        trial.conclude();
    }

    private static void redrive(Stack stack) throws Exception {
        OpsCommand.run(
                stack, "dlt", "redrive", "--consumer", Stack.PROCESSOR, "--reason", "the bug is mended", "--execute");
    }

    private static ConsumerRecord<byte[], byte[]> recordOf(Stack stack, Submission event) {
        return TopicRecords.readAll(stack.brokers(), "moodle.grade-updated").stream()
                .filter(record -> event.id().toString().equals(TopicRecords.header(record, "ce_id")))
                .findFirst()
                .orElseThrow();
    }

    /** What a processor with a bug that is mended since has left behind: a letter, and its offset committed. */
    private static void dieOfABug(Stack stack, ConsumerRecord<byte[], byte[]> record)
            throws InterruptedException, ExecutionException {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                "moodle.dead-letter", null, record.timestamp(), record.key(), record.value(), record.headers());
        Failure bug = Failure.unexpected(Failure.TRANSFORMATION, new IllegalStateException());
        DeadLetterHeaders.mark(letter.headers(), Stack.PROCESSOR, Origin.of(record), bug, Instant.now());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(letter).get();
        }
        stack.admin()
                .alterConsumerGroupOffsets(
                        Stack.PROCESSOR,
                        Map.of(
                                new TopicPartition(record.topic(), record.partition()),
                                new OffsetAndMetadata(record.offset() + 1)))
                .all()
                .get();
    }
}
