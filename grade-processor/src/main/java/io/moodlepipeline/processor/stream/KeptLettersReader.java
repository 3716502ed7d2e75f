package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.brokers.KafkaFailures;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the end of the dead-letter topic, in no group; waits, unready, as long as the brokers do not let it. */
final class KeptLettersReader {
    /** Of each partition: a whole row, and room for what others fail on meanwhile. */
    private static final long NEWEST = 10L * FloodGuard.IN_A_ROW;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private KeptLettersReader() {}

    static KeptLetters await(KafkaSettings kafka, HealthState health) throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            while (true) {
                try {
                    return read(consumer);
                } catch (InterruptException e) {
                    // The consumer could not be closed with the flag that this sets.
                    Thread.interrupted();
                    throw new InterruptedException();
                } catch (KafkaException e) {
                    health.set(Health.waiting("the newest dead letters cannot be read: "
                            + KafkaFailures.words(e).orElse(e.getClass().getSimpleName())));
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
            }
        }
    }

    private static KeptLetters read(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTER).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        end.forEach((partition, offset) -> consumer.seek(partition, Math.max(first.get(partition), offset - NEWEST)));
        List<KeptLetter> letters = new ArrayList<>();
        while (end.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            consumer.poll(POLL)
                    .forEach(record -> KeptLetter.read(record.timestamp(), record.headers())
                            .ifPresent(letters::add));
        }
        return new KeptLetters(letters);
    }

    private static Map<String, Object> properties(KafkaSettings kafka) {
        Map<String, Object> properties = kafka.consumer();
        properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, GradeTopology.CONSUMER);
        // Soon enough to say that no broker answers.
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        // What comes later is not read: a fetch that waits for it at the end of one partition holds up the others.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Should retention delete the oldest of them right now.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }
}
