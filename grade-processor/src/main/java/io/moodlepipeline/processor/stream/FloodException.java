package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.DeadLetterCode;

/** So many grades in a row would be dead letters that going on would do harm. */
final class FloodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param code of the last one */
    FloodException(DeadLetterCode code, int partition) {
        super("too many grades in a row would be dead letters, the last of partition " + partition + " with " + code
                + ", so the stream is paused and nothing more is dead-lettered or committed: mend the cause and start"
                + " again, or start with DEAD_LETTER_GUARD=off to let them through");
    }
}
