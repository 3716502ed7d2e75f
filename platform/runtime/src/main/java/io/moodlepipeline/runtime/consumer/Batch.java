package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** What one poll brought. Records that were redriven for another consumer are left out unread. */
final class Batch {
    private final Set<TopicPartition> partitions;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final Set<ConsumerRecord<byte[], byte[]>> redriven = new HashSet<>();
    private int skipped;

    /** @param consumer this one's name, as it stands in dead letters */
    Batch(ConsumerRecords<byte[], byte[]> polled, String consumer) {
        this.partitions = Set.copyOf(polled.partitions());
        this.records = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            add(record, consumer);
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record, String consumer) {
        if (!RedriveHeaders.isRedriven(record.headers())) {
            records.add(record);
        } else if (RedriveHeaders.isForAnother(record.headers(), consumer)) {
            skipped++;
        } else {
            records.add(record);
            redriven.add(record);
        }
    }

    Set<TopicPartition> partitions() {
        return partitions;
    }

    /** In the order they were polled. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        return Collections.unmodifiableList(records);
    }

    boolean isRedriven(ConsumerRecord<byte[], byte[]> record) {
        return redriven.contains(record);
    }

    /** How many were left out. */
    int skipped() {
        return skipped;
    }
}
