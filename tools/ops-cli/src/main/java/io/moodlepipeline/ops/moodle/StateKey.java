package io.moodlepipeline.ops.moodle;

import java.util.Comparator;

/**
 * Which user, enrolment or grade.
 *
 * @param first the id of the user or the enrolment; of a grade, its user's
 * @param second of a grade, its item's id; else 0
 */
record StateKey(long first, long second) implements Comparable<StateKey> {
    private static final Comparator<StateKey> ORDER =
            Comparator.comparingLong(StateKey::first).thenComparingLong(StateKey::second);

    @Override
    public int compareTo(StateKey other) {
        return ORDER.compare(this, other);
    }
}
