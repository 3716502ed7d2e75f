package io.moodlepipeline.ops.groups;

import io.moodlepipeline.ops.connection.Brokers;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a group is.
 *
 * @param offsets of the next record it has to consume; a partition it has never committed is not in here
 */
public record CommittedOffsets(Map<TopicPartition, Long> offsets) {
    public CommittedOffsets {
        offsets = Map.copyOf(offsets);
    }

    public static CommittedOffsets of(String group, Brokers brokers) {
        return of(Brokers.answer(brokers.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
    }

    /** @param answer of the brokers, who say null for what was never committed */
    static CommittedOffsets of(Map<TopicPartition, OffsetAndMetadata> answer) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer.forEach((partition, committed) -> {
            if (committed != null) {
                offsets.put(partition, committed.offset());
            }
        });
        return new CommittedOffsets(offsets);
    }

    /** Whether the group has committed that it is done with this record. */
    public boolean isDoneWith(String topic, int partition, long offset) {
        return offset < offsets.getOrDefault(new TopicPartition(topic, partition), 0L);
    }
}
