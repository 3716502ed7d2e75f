package io.moodlepipeline.zoho.credit;

import java.time.Duration;
import java.time.Instant;

/**
 * What Zoho said of the credits left, which counts people and other programs too. It does so late in the day's budget, and only in
 * answers: so after a while without one, a call may find out anew.
 *
 * @param spent what this instance has used since
 */
record CreditReport(long remaining, Instant at, long spent) {
    private static final Duration HOLDS = Duration.ofMinutes(15);

    static CreditReport none() {
        return new CreditReport(Long.MAX_VALUE, Instant.EPOCH, 0);
    }

    CreditReport plusSpent(long credits) {
        return new CreditReport(remaining, at, spent + credits);
    }

    boolean leaves(long floor, long credits, Instant now) {
        return !now.isBefore(until()) || remaining - spent - credits >= floor;
    }

    Instant until() {
        return at.plus(HOLDS);
    }
}
