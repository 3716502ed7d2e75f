package io.moodlepipeline.ops.deadletter;

import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Instant;

/**
 * What an audit record says of a letter's state.
 *
 * @param letter the letter it was about, and with it all earlier ones of the same partition; null for all that failed before {@code at}
 * @param partition of the audit topic, within which records have an order that depends on no clock
 */
record Decision(LetterAction action, LetterPosition letter, Instant at, int partition) {

    static Decision of(AuditRecord audit, int partition) {
        return new Decision(audit.action(), audit.letter(), audit.at(), partition);
    }

    boolean covers(Letter other) {
        return letter == null ? other.failedAt().isBefore(at) : reaches(other.position());
    }

    /**
     * Whether an earlier decision says nothing any more once this one is known, whatever letters are still to come. What is resolved
     * is applied or superseded, so that is final for the letters it covers; otherwise the later of one partition counts. Those of
     * different partitions, which there are only after a change of their number, are left for {@link LetterHistory} to compare.
     */
    boolean replaces(Decision earlier) {
        boolean outranks = action == LetterAction.RESOLVED
                || (partition == earlier.partition && earlier.action != LetterAction.RESOLVED);
        return outranks && coversAllOf(earlier);
    }

    /** Whether it covers every letter that the other covers. */
    boolean coversAllOf(Decision other) {
        if (letter != null && other.letter != null) {
            return reaches(other.letter);
        }
        boolean bothByTime = letter == null && other.letter == null;
        return bothByTime && !at.isBefore(other.at);
    }

    private boolean reaches(LetterPosition other) {
        return letter.partition() == other.partition() && letter.offset() >= other.offset();
    }
}
