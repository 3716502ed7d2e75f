package io.moodlepipeline.zoho.credit;

import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.CreditAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Lets calls pass as long as the organisation's allowance lasts: credits of the last 24 hours and calls at the same time, over all
 * instances, and what Zoho itself says of either. What may not pass fails as {@link ZohoException.Kind#THROTTLED} with the time to
 * wait, without Zoho hearing of it. For several threads.
 */
public final class CreditGovernor {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final CreditLimits limits;
    private final CreditAccount account;
    private final CallSlots slots;
    private final String orgId;
    private final Duration patience;
    private final InstantSource clock;
    private final CreditMetrics metrics;
    private final CallGate gate;
    private CreditReport report = CreditReport.none();

    /** @param patience how long a call may wait for one of the others to end */
    public CreditGovernor(
            String orgId,
            CreditLimits limits,
            CreditAccount account,
            CallSlots slots,
            Duration patience,
            InstantSource clock,
            RandomGenerator random,
            CreditMetrics metrics) {
        this.orgId = orgId;
        this.limits = limits;
        this.account = account;
        this.slots = slots;
        this.patience = patience;
        this.clock = clock;
        this.metrics = metrics;
        this.gate = new CallGate(new Backoff(FIRST_WAIT, LONGEST_WAIT, random), clock);
        metrics.budget(limits.budget());
    }

    /** Whether a call would be made now, as far as this instance knows; asks nobody. */
    public CreditState state() {
        return gate.state();
    }

    /** Zoho said how many credits the organisation has left. */
    public synchronized void creditsRemaining(long credits) {
        report = new CreditReport(credits, clock.instant(), 0);
    }

    /** Brings the metrics up to date while no calls are made. */
    public void refresh() throws ZohoException {
        metrics.used(account.used(clock.instant()));
    }

    /** Notes the call that asked for the organisation: before its answer nobody knows whose credits it takes. */
    public void noteOrg() throws ZohoException {
        metrics.used(account.reserve(Endpoint.ORG.credits(0), Long.MAX_VALUE, clock.instant())
                .used());
    }

    /** @param rows of an upsert, else 0 */
    @SuppressWarnings("try") // the slot is only held
    <T> T call(Endpoint endpoint, int rows, Request<T> request) throws ZohoException {
        gate.enter();
        try (CallSlots.Slot slot = slots.take(orgId, limits.slots(), patience)) {
            // Again, since others may have been refused during the wait.
            CallGate.Pass pass = gate.enter();
            reserve(endpoint.credits(rows));
            return make(endpoint, rows, request, pass);
        }
    }

    private <T> T make(Endpoint endpoint, int rows, Request<T> request, CallGate.Pass pass) throws ZohoException {
        try {
            T answer = request.make();
            gate.taken(pass);
            metrics.taken(endpoint, rows);
            return answer;
        } catch (ZohoException e) {
            if (e.kind() == ZohoException.Kind.THROTTLED) {
                gate.refused(pass, e);
            }
            metrics.failed(endpoint, e.kind());
            throw e;
        }
    }

    private void reserve(int credits) throws ZohoException {
        Instant now = clock.instant();
        requireReported(credits, now);
        CreditAccount.Reservation reservation = account.reserve(credits, limits.allowance(), now);
        metrics.used(reservation.used());
        if (!reservation.granted()) {
            throw gate.close(
                    "credits: " + reservation.used() + " of " + limits.budget() + " used in 24 hours, " + limits.floor()
                            + " are left for people",
                    reservation.freeAt());
        }
    }

    private synchronized void requireReported(int credits, Instant now) throws ZohoException {
        if (!report.leaves(limits.floor(), credits, now)) {
            throw gate.close(
                    "credits: Zoho says that " + report.remaining() + " are left, of which " + limits.floor()
                            + " are for people",
                    report.until());
        }
        report = report.plusSpent(credits);
    }

    /** A call of Zoho's. */
    @FunctionalInterface
    interface Request<T> {
        T make() throws ZohoException;
    }
}
