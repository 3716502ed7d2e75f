package io.moodlepipeline.ops.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Whether each grade that the grade processor consumed has come out of it, judged. First all grades are put in, then all that came
 * out; an event keeps its id and its partition on the way.
 */
final class GradesJudged {
    private final Map<Event, Grade> unmatched = new HashMap<>();
    /** By partition, the offset of the earliest grade whose judgement is still there. */
    private final Map<Integer, Long> earliestMatched = new HashMap<>();

    /**
     * A grade that went in, and where.
     *
     * @param tenant null for a record that names none
     */
    record Grade(UUID eventId, String tenant, int partition, long offset) {
        private Event event() {
            return new Event(tenant, eventId);
        }
    }

    /** Schools may have chosen the same id. */
    private record Event(String tenant, UUID id) {}

    void grade(Grade grade) {
        // Sent twice, it is one event, and one judgement of it is enough.
        unmatched.putIfAbsent(grade.event(), grade);
    }

    void judged(UUID eventId, String tenant) {
        Grade grade = unmatched.remove(new Event(tenant, eventId));
        if (grade != null) {
            earliestMatched.merge(grade.partition(), grade.offset(), Math::min);
        }
    }

    /** Tells each grade that has not come out. */
    void unjudged(Consumer<Grade> told) {
        unmatched.values().forEach(told);
    }

    /**
     * Judgements come out in the order of the grades: that of a grade before all whose judgement was found may have been deleted, if
     * anything was.
     */
    boolean isBeforeAllMatched(Grade grade) {
        return grade.offset() < earliestMatched.getOrDefault(grade.partition(), Long.MAX_VALUE);
    }
}
