package io.moodlepipeline.processor;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.KafkaBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a test does with brokers beside the grade processor: it plays the gateway before it, and the sinks behind it. */
final class Brokers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, Object> properties;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    Brokers(KafkaBackend kafka) {
        properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        producer = new KafkaProducer<>(
                // Each record is waited for: lingering for company would only add to that.
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        admin = Admin.create(properties);
    }

    void applyTopics() throws Exception {
        new TopicsApply(admin).apply(3);
    }

    Admin admin() {
        return admin;
    }

    /** Publishes a grade as the gateway does. */
    UUID publish(byte[] body) throws Exception {
        return publish("default", body);
    }

    UUID publish(String tenant, byte[] body) throws Exception {
        UUID eventId = UUID.randomUUID();
        EventMetadata metadata =
                new EventMetadata(eventId, EventType.GRADE_UPDATED, tenant, Instant.now(), UUID.randomUUID(), 0);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EventType.GRADE_UPDATED.topic(), utf8(tenant + ":1001"), body);
        metadata.toHeaders().forEach((name, value) -> record.headers().add(name, utf8(value)));
        producer.send(record).get();
        return eventId;
    }

    ConsumerRecord<byte[], byte[]> awaitEnriched(UUID eventId) {
        return await(EventType.GRADE_ENRICHED.topic(), eventId);
    }

    ConsumerRecord<byte[], byte[]> awaitDeadLetter(UUID eventId) {
        return await(Topics.DEAD_LETTER, eventId);
    }

    long deadLetters() throws Exception {
        return count(Topics.DEAD_LETTER);
    }

    long count(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    /** Ids of the members that have partitions. */
    Set<String> readers(String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .map(MemberDescription::consumerId)
                .collect(Collectors.toSet());
    }

    /** Reads a topic from its start until the event is there. */
    private ConsumerRecord<byte[], byte[]> await(String topic, UUID eventId) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        Predicate<ConsumerRecord<byte[], byte[]>> wanted =
                record -> new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8)
                        .equals(eventId.toString());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (found.isEmpty() && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (wanted.test(record)) {
                        found.add(record);
                    }
                });
            }
        }
        if (found.isEmpty()) {
            throw new AssertionError("not in " + topic + " within " + PATIENCE);
        }
        return found.get(0);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
