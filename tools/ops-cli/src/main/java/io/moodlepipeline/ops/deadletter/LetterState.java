package io.moodlepipeline.ops.deadletter;

import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.util.Locale;

/** What became of a dead letter. */
public enum LetterState {
    /** Nothing yet: it waits for a redrive or for a person. */
    OPEN,
    /** Sent again; its consumer has not said yet what came of it. */
    REDRIVEN,
    /** Applied by its consumer since, or superseded by something newer that was applied. */
    RESOLVED,
    /** Put aside until a person looks. */
    PARKED,
    /** Given up by a person. */
    DISCARDED;

    static LetterState after(LetterAction action) {
        return switch (action) {
            case REDRIVEN -> REDRIVEN;
            case RESOLVED -> RESOLVED;
            case PARKED -> PARKED;
            case DISCARDED -> DISCARDED;
        };
    }

    /** Whether nobody has to do anything any more. */
    public boolean isSettled() {
        return this == RESOLVED || this == DISCARDED;
    }

    /** As it is written on the command line and in tables. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
