package io.moodlepipeline.ops.trace;

import java.util.Locale;

/**
 * What became of an event.
 *
 * @param sentence says it to somebody who does not know Kafka
 * @param advice what to do; empty for nothing
 */
record Fate(Outcome outcome, String sentence, String advice) {

    /** In a word. */
    enum Outcome {
        IN_THE_TABLE,
        REPLACED,
        WAITING,
        DEAD_LETTER,
        CONSUMED,
        LOST;

        /** Whether it came to its end as it should. */
        boolean isGood() {
            return this == IN_THE_TABLE || this == REPLACED;
        }

        /** Whether somebody may have to do something. */
        boolean isUnfinished() {
            return this == WAITING || this == DEAD_LETTER || this == LOST;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
