package io.moodlepipeline.ops.lag;

import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.Member;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a group is on one partition.
 *
 * @param begin the oldest offset that is still retained
 * @param end the offset the next event will get
 * @param oldestWaiting when the next event for this group was accepted; empty when none waits, or when it cannot be read
 */
public record PartitionLag(
        ConsumerGroup group, TopicPartition partition, long begin, long end, Optional<Instant> oldestWaiting) {

    /** Empty when the group has never committed here: it will begin with the oldest event. */
    public Optional<Long> committed() {
        return Optional.ofNullable(group.committed().get(partition));
    }

    /** How many events wait. */
    public long waiting() {
        return Math.max(0, end - committed().orElse(begin));
    }

    /** The offset of the next event that the group can read. */
    long next() {
        return Math.max(begin, committed().orElse(begin));
    }

    /** How many events were deleted before the group has read them. */
    public long lost() {
        return Math.max(0, begin - committed().orElse(begin));
    }

    /** Whether the group has read more than there is: the topic was made anew. */
    public boolean isBeyondEnd() {
        return committed().orElse(begin) > end;
    }

    Optional<Member> holder() {
        return group.holderOf(partition);
    }

    PartitionLag withOldestWaiting(Instant accepted) {
        return new PartitionLag(group, partition, begin, end, Optional.ofNullable(accepted));
    }
}
