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
 * Without any it is open, so a letter that comes back after a redrive is open again. For about 300 bytes per letter.
 */
public final class LetterLedger implements LetterTopics.Listener {
    private final Map<LetterIdentity, LetterHistory> histories = new HashMap<>();

    @Override
    public void letter(Letter letter) {
        history(letter.identity()).add(letter);
    }

    @Override
    public void audit(AuditRecord audit, int partition) {
        history(audit.identity()).add(Decision.of(audit, partition));
    }

    public boolean knows(LetterIdentity identity) {
        return histories.containsKey(identity);
    }

    public Optional<TrackedLetter> find(LetterIdentity identity) {
        return Optional.ofNullable(histories.get(identity)).flatMap(LetterLedger::tracked);
    }

    /** The newest letter of each identity. */
    public Stream<TrackedLetter> letters() {
        return histories.values().stream().flatMap(history -> tracked(history).stream());
    }

    /** For who reads on for ever. What comes for a forgotten identity later is a new letter, which is open whatever was before. */
    public void forgetSettled() {
        histories
                .values()
                .removeIf(history ->
                        history.letter().isPresent() && history.state().isSettled());
    }

    private LetterHistory history(LetterIdentity identity) {
        return histories.computeIfAbsent(identity, unknown -> new LetterHistory());
    }

    private static Optional<TrackedLetter> tracked(LetterHistory history) {
        return history.letter().map(letter -> new TrackedLetter(letter, history.state()));
    }
}
