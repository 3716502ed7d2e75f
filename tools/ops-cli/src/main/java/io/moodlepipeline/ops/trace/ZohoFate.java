package io.moodlepipeline.ops.trace;

import java.time.Instant;
import java.util.Locale;

/**
 * What became of an event on its way to Zoho.
 *
 * @param at since when that is so; null where it is not known
 * @param sentence says it to somebody who does not know Kafka
 * @param advice what to do; empty for nothing
 */
record ZohoFate(Outcome outcome, Instant at, String sentence, String advice) {

    /** In a word. */
    enum Outcome {
        IN_ZOHO,
        /** It makes no record, and took from one that was there. */
        ENDED,
        REPLACED,
        WAITS_FOR_STUDENT,
        FILTERED,
        DEAD_LETTER,
        PENDING,
        LOST;

        /** Whether somebody may want to know more than the word. */
        boolean isUnfinished() {
            return this == WAITS_FOR_STUDENT || this == DEAD_LETTER || this == LOST;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static ZohoFate of(Outcome outcome, Instant at, String sentence) {
        return new ZohoFate(outcome, at, sentence, "");
    }
}
