package io.moodlepipeline.zoho.credit;

import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.zoho.api.ZohoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Remembers until when no call is to be made, so that those that would be refused do not reach Zoho. Refused calls close it for as long
 * as Zoho says, else longer each time in a row. For several threads.
 */
final class CallGate {
    private static final String CODE = "CLOSED";

    private final Backoff backoff;
    private final InstantSource clock;
    private String reason = "";
    private Instant until = Instant.MIN;
    private int refusals;

    /** @param backoff for this gate alone */
    CallGate(Backoff backoff, InstantSource clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    synchronized CreditState state() {
        return isClosed() ? new CreditState.Closed(reason, until) : new CreditState.Open();
    }

    /** @return to be shown when the call ends */
    synchronized Pass enter() throws ZohoException {
        if (isClosed()) {
            throw throttled();
        }
        return new Pass(refusals);
    }

    synchronized ZohoException close(String why, Instant opens) {
        extend(why, opens);
        return throttled();
    }

    /** Zoho refused a call. Those that were under way beside it mostly meet the same, which is no sign that the wait was too short. */
    synchronized void refused(Pass pass, ZohoException refusal) {
        Instant now = clock.instant();
        if (refusal.retryAfter().isPresent()) {
            extend(refusal.getMessage(), now.plus(refusal.retryAfter().get()));
        } else if (pass.refusals() == refusals) {
            extend(refusal.getMessage(), now.plus(backoff.next()));
        }
        refusals++;
    }

    /** Zoho took a call. One that began before the last refusal says nothing of the time since. */
    synchronized void taken(Pass pass) {
        if (pass.refusals() == refusals) {
            backoff.reset();
        }
    }

    private boolean isClosed() {
        return clock.instant().isBefore(until);
    }

    private void extend(String why, Instant opens) {
        if (opens.isAfter(until)) {
            reason = why;
            until = opens;
        }
    }

    private ZohoException throttled() {
        Duration wait = Duration.between(clock.instant(), until);
        return new ZohoException(ZohoException.Kind.THROTTLED, CODE, reason, false, wait, null);
    }

    /** @param refusals how many there had been when the call began */
    record Pass(int refusals) {}
}
