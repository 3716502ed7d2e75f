package io.moodlepipeline.event;

import java.util.Optional;

/** The checked fields of one event. Texts hold no NUL and no lone surrogate, so every store can keep them. */
public sealed interface MoodleEvent permits UserEvent, EnrolmentEvent, GradeEvent, EnrichedGradeEvent {

    /** The Moodle user the event is about; with the tenant it is the record's key, so a person's events keep their order. */
    long userId();

    /** When Moodle says the row was changed last, in Unix seconds; 0 when it does not say. */
    long timeModified();

    /** The grade's id for grades, which may outrank every date in a {@link Version}; 0 for the rest. */
    default long generation() {
        return 0;
    }

    /** What its fields say against each other, each of them being valid by itself; empty when nothing. */
    default Optional<FieldProblem> contradiction() {
        return Optional.empty();
    }

    /** The version of the rules that judged the event: banding rules for judged grades, 0 for the rest. */
    default int rules() {
        return 0;
    }
}
