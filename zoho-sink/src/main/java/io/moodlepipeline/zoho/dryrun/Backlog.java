package io.moodlepipeline.zoho.dryrun;

import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a group has not consumed yet, read without taking part in it. */
public final class Backlog {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_EMPTY_POLLS = 60;

    private final KafkaSettings kafka;
    private final List<String> topics;

    public Backlog(KafkaSettings kafka, List<String> topics) {
        this.kafka = kafka;
        this.topics = List.copyOf(topics);
    }

    /**
     * Hands over every record from where the group is, else from the beginning, to what is the end now.
     *
     * @throws UnrecoverableException when Kafka does not answer
     */
    public void read(String group, Consumer<ConsumerRecord<byte[], byte[]>> each) throws InterruptedException {
        Map<String, Object> properties = kafka.consumer();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (Admin admin = Admin.create(kafka.admin());
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            read(consumer, committed, each);
        } catch (ExecutionException | KafkaException e) {
            throw new UnrecoverableException("Kafka does not answer, or lacks the pipeline's topics", e);
        }
    }

    private void read(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> open = new ArrayList<>();
        topics.forEach(topic -> consumer.partitionsFor(topic)
                .forEach(partition -> open.add(new TopicPartition(topic, partition.partition()))));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(open);
        Map<TopicPartition, Long> ends = consumer.endOffsets(open);
        consumer.assign(open);
        for (TopicPartition partition : open) {
            OffsetAndMetadata consumed = committed.get(partition);
            long beginning = beginnings.get(partition);
            consumer.seek(partition, consumed == null ? beginning : Math.max(beginning, consumed.offset()));
        }
        int empty = 0;
        while (true) {
            // The position passes offsets that hold no record, too.
            open.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            if (open.isEmpty()) {
                return;
            }
            consumer.assign(open);
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            empty = records.isEmpty() ? empty + 1 : 0;
            if (empty > MOST_EMPTY_POLLS) {
                throw new UnrecoverableException("Kafka sends nothing although there is more to read", null);
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    each.accept(record);
                }
            }
        }
    }
}
