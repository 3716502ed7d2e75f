package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.testkit.TopicRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The redriver sends a hundred in a second. */
    private static final int MANY = 400;

    /** Before the next kill. */
    private static final int MANY_AT_ONCE = 50;

    @Test
    void redrivenLetterOfTheProcessorEndsAsARow(Stack stack) throws Exception {
        Trial trial = Trial.start("redriven letter of grade-processor", stack, 200, Duration.ofSeconds(3));
        trial.awaitAbout(1);
        Set<UUID> dead = deadGrades(trial, stack, 1);

        redrive(stack);
        awaitResolved(stack, dead);
        trial.conclude();
    }

    @Test
    void killsOfTheRedriverLoseNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("kill -9 of the redriver", stack, 100, Duration.ofSeconds(2));
        trial.awaitAbout(1);
        Set<UUID> dead = deadGrades(trial, stack, MANY);
        ServiceProcess redriver = stack.newRedriver();
        int kills = 0;
        for (long open = MANY; open > 0; open = inState("open", stack, dead)) {
            long enough = Math.max(0, open - 1 - trial.random().nextInt(MANY_AT_ONCE));
            redriver.start();
            await("some more are sent again").atMost(PATIENCE).until(() -> inState("open", stack, dead) <= enough);
            redriver.kill();
            kills++;
        }
        assertThat(kills).isGreaterThan(2);
        redriver.start();
        awaitResolved(stack, dead);
        trial.conclude();
        redriver.terminate();
    }

    /** Sends grades that the processor has failed on, and may try again. */
    private static Set<UUID> deadGrades(Trial trial, Stack stack, int count) throws Exception {
        stack.awaitDrained();
        stack.processor().terminate();
        Set<UUID> dead = new HashSet<>();
        for (int i = 1; i <= count; i++) {
            Submission grade = trial.further().grade(i);
            trial.send(grade);
            dead.add(grade.id());
        }
        dieOfABug(stack, recordsOf(stack, dead));
        stack.processor().start();
        stack.processor().awaitReady();
        assertThat(inState("open", stack, dead)).isEqualTo(count);
        return dead;
    }

    private static void awaitResolved(Stack stack, Set<UUID> dead) {
        await("resolved")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> inState("resolved", stack, dead) == dead.size());
    }

    private static long inState(String state, Stack stack, Set<UUID> events) {
        Letters letters = Letters.read(stack.brokers());
        return events.stream()
                .filter(event ->
                        letters.state(event.toString(), Stack.PROCESSOR).equals(state))
                .count();
    }

    private static void redrive(Stack stack) throws Exception {
        OpsCommand.run(
                stack, "dlt", "redrive", "--consumer", Stack.PROCESSOR, "--reason", "the bug is mended", "--execute");
    }

    private static List<ConsumerRecord<byte[], byte[]>> recordsOf(Stack stack, Set<UUID> events) {
        return TopicRecords.readAll(stack.brokers(), "moodle.grade-updated").stream()
                .filter(record -> events.contains(UUID.fromString(TopicRecords.header(record, "ce_id"))))
                .toList();
    }

    /** What a processor with a bug that is mended since has left behind: letters, and their offsets committed. */
    private static void dieOfABug(Stack stack, List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers(), ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                producer.send(letter(record)).get();
                // In the order of their partition: the last one's stays.
                offsets.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
        }
        stack.admin().alterConsumerGroupOffsets(Stack.PROCESSOR, offsets).all().get();
    }

    private static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                "moodle.dead-letter", null, record.timestamp(), record.key(), record.value(), record.headers());
        Failure bug = Failure.unexpected(Failure.TRANSFORMATION, new IllegalStateException());
        DeadLetterHeaders.mark(letter.headers(), Stack.PROCESSOR, Origin.of(record), bug, Instant.now());
        return letter;
    }
}
