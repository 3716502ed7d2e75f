package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.record.Origin;

/**
 * A difference and what to do about it.
 *
 * @param table of the database; for grades that were not judged, the topic they should be in
 * @param tenant null where that is not known
 * @param key the row's, such as {@code moodle_user_id=7}; null where there is no row to speak of
 * @param event the event's id, or where it stands if it has none
 * @param place where the event stands; for a row that no event explains, where it says it came from
 */
record Finding(
        Difference difference, String table, String tenant, String key, String event, Origin place, String advice) {

    /** The consumer that has to read the event again if it is lost. */
    String consumer() {
        return table.equals(EventType.GRADE_ENRICHED.topic()) ? Verification.PROCESSOR : Verification.WRITER;
    }
}
