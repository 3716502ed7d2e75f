package io.moodlepipeline.ops.groups;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * An instance of a consumer.
 *
 * @param name {@code client@host}, and more where that is not unique in its group
 */
public record Member(String name, Set<TopicPartition> partitions) {
    public Member {
        partitions = Set.copyOf(partitions);
    }
}
