package io.moodlepipeline.ops.records;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.KafkaProperties;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what topics hold, up to where they end when asked; belongs to no group and leaves no trace. For one thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
    }

    public static TopicReader open(KafkaProperties properties) {
        try {
            return new TopicReader(
                    new KafkaConsumer<>(properties.reader(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                    System::nanoTime);
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
    }

    /**
     * All partitions of these topics.
     *
     * @throws OpsException when one of them is not there
     */
    public List<TopicPartition> partitions(Collection<String> topics) {
        return topics.stream().flatMap(topic -> partitions(topic).stream()).toList();
    }

    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> partitions;
        try {
            partitions = consumer.partitionsFor(topic);
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
        if (partitions.isEmpty()) {
            throw new OpsException(
                    "There is no topic " + topic + ": is this the right cluster, and was topics apply run?");
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** The first offset that is still retained. */
    public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        try {
            return consumer.beginningOffsets(partitions);
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
    }

    /** The offset that the next record will get. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        try {
            return consumer.endOffsets(partitions);
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
    }

    /** The offset of the first record of this time or later; the end where there is none. */
    public Map<TopicPartition, Long> at(Collection<TopicPartition> partitions, long unixMillis) {
        try {
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                    partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> unixMillis)));
            Map<TopicPartition, Long> offsets = consumer.endOffsets(partitions);
            found.forEach((partition, first) -> {
                if (first != null) {
                    offsets.put(partition, first.offset());
                }
            });
            return offsets;
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
    }

    /**
     * Hands over every record from one offset to before the other, those of a partition in order.
     *
     * @param to a partition that is not in here is not read
     * @throws OpsException when Kafka stops answering
     */
    public void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try {
            Map<TopicPartition, Long> open = new HashMap<>(to);
            open.entrySet().removeIf(end -> from.getOrDefault(end.getKey(), 0L) >= end.getValue());
            consumer.assign(open.keySet());
            open.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
            readOpen(open, each);
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
    }

    private void readOpen(Map<TopicPartition, Long> open, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long lastMove = nanoTime.getAsLong();
        while (!open.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = poll();
            for (TopicPartition partition : records.partitions()) {
                Long end = open.get(partition);
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    if (end != null && record.offset() < end) {
                        each.accept(record);
                    }
                }
            }
            // The position passes offsets that hold no record, too.
            if (open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())) {
                consumer.assign(open.keySet());
            }
            lastMove = records.isEmpty() ? lastMove : nanoTime.getAsLong();
            if (nanoTime.getAsLong() - lastMove > SILENCE.toNanos()) {
                throw new OpsException("Kafka has sent nothing for " + SILENCE.toSeconds() + " s although "
                        + open.size() + " partitions are not read to their end: is every broker up?");
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            // Retention has deleted them while they were read.
            consumer.seekToBeginning(e.partitions());
            return ConsumerRecords.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
