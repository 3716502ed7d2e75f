package io.moodlepipeline.ops.moodle;

import java.util.Optional;

/**
 * One line of a file between the first and the last.
 *
 * @param hash of what Moodle holds; empty for a user who was deleted
 */
record StateEntry(StateKind kind, StateKey key, Optional<String> hash) {

    boolean isDeleted() {
        return hash.isEmpty();
    }
}
