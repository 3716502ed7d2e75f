package io.moodlepipeline.ops.moodle;

import java.time.Instant;
import java.util.UUID;

/**
 * What a row holds of a user, an enrolment or a grade.
 *
 * @param deleted whether an event said that Moodle has it no more
 * @param exported whether Moodle exports what the row holds, if it still has it
 * @param event that the row is of
 * @param changed when that was, by Moodle's clock
 * @param modified when Moodle says that it changed it; null when it did not say
 */
record StoredState(
        StateKey key,
        String hash,
        boolean deleted,
        boolean exported,
        UUID event,
        Instant changed,
        Instant modified,
        StoredIds ids) {}
