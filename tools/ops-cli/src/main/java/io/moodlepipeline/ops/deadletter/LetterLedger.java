package io.moodlepipeline.ops.deadletter;

import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of every dead letter, as the fold of letters and audit records. Those of one partition are to be added in their order;
 * how partitions and the two topics interleave makes no difference, nor does anything that is there twice.
 *
 * <p>The newest letter of an identity counts, and the audit records that are about it or about a later one: resolved once is
 * resolved, since a consumer may report so before the redrive that made it try is itself on record; otherwise the last one decides.
 * Without any it is open, so a letter that comes back after a redrive is open again. Audit records of the time when they did not
 * name the tenant are about every tenant's letter of the event. For about 300 bytes per letter.
 */
public final class LetterLedger implements LetterTopics.Listener {
    /** By event and consumer, those of the schools that have it: nearly always one. */
    private final Map<LetterIdentity, TenantHistories> histories = new HashMap<>();

    @Override
    public void letter(Letter letter) {
        histories(letter.identity()).of(letter.identity().tenant()).add(letter);
    }

    @Override
    public void audit(AuditRecord audit, int partition) {
        Decision decision = Decision.of(audit, partition);
        String tenant = audit.identity().tenant();
        TenantHistories concerned = histories(audit.identity());
        if (tenant.equals(LetterIdentity.ANY_TENANT)) {
            concerned.addToAll(decision);
        } else {
            concerned.of(tenant).add(decision);
        }
    }

    @Override
    public void topicsMadeAgain() {
        histories.clear();
    }

    /** Whether there is a letter, or an audit record, that this identity may be about. */
    public boolean knows(LetterIdentity identity) {
        TenantHistories known = histories.get(identity.ofAnyTenant());
        return known != null
                && (identity.tenant().equals(LetterIdentity.ANY_TENANT)
                        || known.find(identity.tenant()).isPresent());
    }

    public Optional<TrackedLetter> find(LetterIdentity identity) {
        return Optional.ofNullable(histories.get(identity.ofAnyTenant()))
                .flatMap(known -> known.find(identity.tenant()))
                .flatMap(LetterLedger::tracked);
    }

    /** The newest letter of each identity. */
    public Stream<TrackedLetter> letters() {
        return histories.values().stream().flatMap(TenantHistories::all).flatMap(history -> tracked(history).stream());
    }

    /** For who reads on for ever. What comes for a forgotten identity later is a new letter, which is open whatever was before. */
    public void forgetSettled() {
        histories
                .values()
                .removeIf(known -> known.forget(history ->
                        history.letter().isPresent() && history.state().isSettled()));
    }

    private TenantHistories histories(LetterIdentity identity) {
        return histories.computeIfAbsent(identity.ofAnyTenant(), unknown -> new TenantHistories());
    }

    private static Optional<TrackedLetter> tracked(LetterHistory history) {
        return history.letter().map(letter -> new TrackedLetter(letter, history.state()));
    }
}
