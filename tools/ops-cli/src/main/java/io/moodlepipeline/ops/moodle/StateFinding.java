package io.moodlepipeline.ops.moodle;

import java.util.UUID;

/**
 * A difference.
 *
 * @param event that the row is of; null where there is no row
 * @param late whether the row changed after Moodle's state was written, which may be all that there is to it
 */
record StateFinding(StateDifference difference, StateKind kind, StateKey key, UUID event, boolean late) {
    /** Whether Moodle no longer has it; of a row that changed later nobody knows. */
    boolean isGone() {
        return difference == StateDifference.EXTRA && !late;
    }
}
