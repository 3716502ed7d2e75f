package io.moodlepipeline.ops.replay;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group is on a partition.
 *
 * @param committed empty when it has never committed here, and will begin with the oldest event
 * @param begin the oldest offset that is still retained
 * @param end the offset the next event will get
 */
record Position(TopicPartition partition, Optional<Long> committed, long begin, long end) {

    /** The offset the group would go on with. */
    long current() {
        return committed.orElse(begin);
    }

    /** As Kafka's own tool has it: what was asked for, or the nearest offset that is there. */
    Move to(long offset) {
        if (offset < begin) {
            return new Move(this, begin, offset + " is no longer retained, the oldest is " + begin);
        }
        if (offset > end) {
            return new Move(this, end, offset + " is not there yet, the end is " + end);
        }
        return new Move(this, offset, null);
    }
}
