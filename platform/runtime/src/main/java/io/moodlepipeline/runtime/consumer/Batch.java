package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The records that are brought to the sink together. */
final class Batch {
    private final Set<TopicPartition> partitions;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final Set<ConsumerRecord<byte[], byte[]>> redriven = new HashSet<>();

    Batch(ConsumerRecords<byte[], byte[]> gathered) {
        this(gathered, gathered.partitions());
    }

    private Batch(Iterable<ConsumerRecord<byte[], byte[]>> records, Set<TopicPartition> partitions) {
        this.partitions = Set.copyOf(partitions);
        this.records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            this.records.add(record);
            if (RedriveHeaders.isRedriven(record.headers())) {
                redriven.add(record);
            }
        }
    }

    /** Of one partition or several, in the order in which they were read. */
    static Batch of(List<ConsumerRecord<byte[], byte[]>> records) {
        return new Batch(
                records,
                records.stream()
                        .map(record -> new TopicPartition(record.topic(), record.partition()))
                        .collect(Collectors.toSet()));
    }

    /** Of records that the sink held: their places in the topics were committed long ago. */
    static Batch recalled(List<ConsumerRecord<byte[], byte[]>> records) {
        return new Batch(records, Set.of());
    }

    /** The records that are left without some, in the order they came. */
    Batch without(Predicate<ConsumerRecord<byte[], byte[]>> some) {
        return new Batch(records.stream().filter(some.negate()).toList(), partitions);
    }

    Set<TopicPartition> partitions() {
        return partitions;
    }

    /** In the order they came. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        return Collections.unmodifiableList(records);
    }

    boolean isRedriven(ConsumerRecord<byte[], byte[]> record) {
        return redriven.contains(record);
    }
}
