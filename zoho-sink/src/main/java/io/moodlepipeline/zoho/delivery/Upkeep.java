package io.moodlepipeline.zoho.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.credit.CreditGovernor;
import io.moodlepipeline.zoho.ledger.Ledger;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Row;
import java.time.Duration;
import java.util.List;

/** What has to be done now and then beside the records that come: when to look for it, and records of doubtful content to send again. */
final class Upkeep {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Connections connections;
    private final CreditGovernor governor;
    private boolean childrenMayBeDue = true;
    private long lastLook;
    private long lastResend;

    Upkeep(Connections connections, CreditGovernor governor) {
        this.connections = connections;
        this.governor = governor;
        this.lastLook = connections.nanoTime().getAsLong();
        // Whoever was here before may have left some.
        this.lastResend = lastLook - INTERVAL.toNanos();
    }

    void studentsWritten() {
        childrenMayBeDue = true;
    }

    boolean mayBeDue() {
        return childrenMayBeDue || hasPassed(lastLook);
    }

    void looked(boolean foundSome) {
        childrenMayBeDue = foundSome;
        lastLook = connections.nanoTime().getAsLong();
    }

    /** Sends once more what a stalled writer may have overwritten, and records whose own were deleted in Zoho. */
    void resendSuspects() throws TargetException {
        if (!hasPassed(lastResend)) {
            return;
        }
        refreshMetrics();
        for (Role role : Role.values()) {
            long claimedAt = connections.nanoTime().getAsLong();
            List<Ledger.Suspect> suspects = connections.ledger().claimSuspects(role, ZohoApi.MAX_ROWS);
            if (!suspects.isEmpty()) {
                new Call(connections, role)
                        .run(suspects.stream()
                                .map(suspect -> attempt(role, suspect, claimedAt))
                                .toList());
                childrenMayBeDue |= role == Role.STUDENT;
            }
        }
        lastResend = connections.nanoTime().getAsLong();
    }

    private void refreshMetrics() throws TargetException {
        try {
            governor.refresh();
        } catch (ZohoException e) {
            throw CallFailures.of(e);
        }
    }

    private Attempt attempt(Role role, Ledger.Suspect suspect, long claimedAt) {
        ObjectNode content = suspect.content();
        Row row = new Row(
                role,
                suspect.claim().wanted().key(),
                suspect.claim().entry().name(),
                content,
                suspect.claim().entry().incompleteFields(),
                suspect.claim().wanted().hash());
        return new Attempt(null, row, suspect.claim(), claimedAt, connections.rows());
    }

    private boolean hasPassed(long since) {
        return connections.nanoTime().getAsLong() - since >= INTERVAL.toNanos();
    }
}
