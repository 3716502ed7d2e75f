package io.moodlepipeline.ops.trace;

import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterLedger;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.LetterTopics;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All letters of the events in question, also those that later ones replaced, and all that was decided about them. */
final class LetterTrail implements LetterTopics.Listener {
    private final Predicate<Letter> wanted;
    private final LetterLedger ledger = new LetterLedger();
    private final List<Letter> letters = new ArrayList<>();
    private final List<AuditRecord> decisions = new ArrayList<>();

    private LetterTrail(Predicate<Letter> wanted) {
        this.wanted = wanted;
    }

    static LetterTrail read(TopicReader reader, Predicate<Letter> wanted) {
        LetterTrail trail = new LetterTrail(wanted);
        new LetterTopics(reader).catchUp(trail);
        return trail;
    }

    @Override
    public void letter(Letter letter) {
        if (wanted.test(letter)) {
            ledger.letter(letter);
            letters.add(letter);
        }
    }

    @Override
    public void audit(AuditRecord audit, int partition) {
        // Letters are read before decisions, so those of a wanted one are known by now.
        if (ledger.knows(audit.identity())) {
            ledger.audit(audit, partition);
            decisions.add(audit);
        }
    }

    /** The events that have a letter, without their records. */
    List<TracedEvent> events() {
        return letters.stream()
                .map(letter -> TracedEvent.of(
                        letter.identity().tenant(), letter.identity().event()))
                .distinct()
                .sorted(Comparator.comparing(TracedEvent::id).thenComparing(TracedEvent::tenant))
                .toList();
    }

    /** Whether all that is known is that the gateway refused them, and that much is known. */
    boolean isOfRefusalsAlone() {
        return !letters.isEmpty() && letters.stream().allMatch(Letter::isRefusal);
    }

    List<Letter> lettersOf(TracedEvent event) {
        return letters.stream().filter(letter -> event.isOf(letter.identity())).toList();
    }

    List<AuditRecord> decisionsOn(TracedEvent event) {
        return decisions.stream().filter(audit -> event.isOf(audit.identity())).toList();
    }

    /** The state of the event's letter at this consumer; empty when there is none. */
    Optional<LetterState> state(TracedEvent event, String consumer) {
        return ledger.find(new LetterIdentity(event.tenant(), event.id(), consumer))
                .map(letter -> letter.state());
    }
}
