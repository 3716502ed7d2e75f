package io.moodlepipeline.ops.verify;

import java.util.Locale;

/** How an event and what the zoho-sink knows of Zoho can differ. */
enum ZohoDifference {
    /** An event was consumed, and the ledger has neither it nor anything newer, and it neither waits nor is a dead letter. */
    LOST(true, true),
    /** The ledger knows a record that Zoho no longer has. */
    MISSING(true, true),
    /** Zoho has the key twice, or in another record than the ledger knows. */
    DUPLICATE(true, true),
    /** Zoho has other values than were sent. */
    DIFFERS(true, true),
    /** Its record is there and lacks a field, or had one cut. */
    INCOMPLETE(false, true),
    /** Kept as a dead letter. */
    DEAD(false, true),
    /** It is kept until its student is in Zoho. */
    WAITING(false, false),
    /** To be sent once more, since an older write may have come after it. */
    SUSPECT(false, false),
    /** The mapping's filters keep it out of Zoho, or it tells of the end of what was never there. */
    FILTERED(false, false),
    /** Its consumer has not come to it yet. */
    PENDING(false, false);

    private final boolean problem;
    private final boolean listed;

    ZohoDifference(boolean problem, boolean listed) {
        this.problem = problem;
        this.listed = listed;
    }

    /** Whether something is not where it must be. */
    boolean isProblem() {
        return problem;
    }

    /** Whether a person may want to look at each. The rest is the ordinary state of things and only counted. */
    boolean isListed() {
        return listed;
    }

    /** As it is printed. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
