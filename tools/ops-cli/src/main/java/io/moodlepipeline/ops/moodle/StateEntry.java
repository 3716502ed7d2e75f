package io.moodlepipeline.ops.moodle;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of a file between the first and the last.
 *
 * @param hash of what Moodle holds; empty for a user who was deleted
 * @param modified of a grade: when Moodle says that it changed it, in Unix seconds, 0 for never; empty when an older plugin does not say
 */
record StateEntry(StateKind kind, StateKey key, Optional<String> hash, OptionalLong modified) {

    boolean isDeleted() {
        return hash.isEmpty();
    }

    /** Whether a row has the values that Moodle has. */
    boolean equalsRow(StoredState row) {
        return hash.filter(row.hash()::equals).isPresent()
                && (modified.isEmpty() || modified.getAsLong() == seconds(row.modified()));
    }

    /** Moodle's 0 is our null. */
    private static long seconds(Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }
}
