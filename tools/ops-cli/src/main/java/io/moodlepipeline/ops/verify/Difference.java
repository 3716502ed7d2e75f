package io.moodlepipeline.ops.verify;

import java.util.Locale;

/** How a row and the topics can differ. */
enum Difference {
    /** An event was consumed, and there is neither its row nor a dead letter. */
    MISSING(true),
    /** The row is older than the newest event that was consumed for it. */
    STALE(true),
    /** The row has the version of an event, and other values. */
    WRONG(true),
    /** A row that no retained event explains, though its event should be there still. */
    EXTRA(false),
    /** The event is a dead letter: not in the table, and not lost. */
    DEAD(false),
    /** A row whose event is older than what the topic still holds. */
    OUT_OF_RANGE(false),
    /** An event that its consumer has not come to yet. */
    PENDING(false);

    private final boolean lost;

    Difference(boolean lost) {
        this.lost = lost;
    }

    /** Whether something that was accepted is not where it must be. */
    boolean isLoss() {
        return lost;
    }

    /** Whether a person may want to look at each. The rest is the ordinary state of things and only counted. */
    boolean isListed() {
        return this != OUT_OF_RANGE && this != PENDING;
    }

    /** As it is printed. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
