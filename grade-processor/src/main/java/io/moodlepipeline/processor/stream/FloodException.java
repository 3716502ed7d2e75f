package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.record.Origin;
import org.apache.kafka.common.TopicPartition;

/** So many grades in a row would be dead letters that going on would do harm. */
final class FloodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TopicPartition partition;
    private final long offset;

    /**
     * @param grade the last one, which is not dead-lettered any more
     * @param code why it would have been
     */
    FloodException(Origin grade, DeadLetterCode code) {
        super("too many grades in a row would be dead letters, the last of partition " + grade.partition() + " with "
                + code
                + ", so the stream is paused and nothing more is dead-lettered or committed: mend the cause and start"
                + " again, or start with DEAD_LETTER_GUARD=off to let them through");
        this.partition = new TopicPartition(grade.topic(), grade.partition());
        this.offset = grade.offset();
    }

    TopicPartition partition() {
        return partition;
    }

    /** Of the grade at which it stops. */
    long offset() {
        return offset;
    }
}
