package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterLedger;
import io.moodlepipeline.ops.deadletter.LetterTopics;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the letters of a selection. Of those that cannot be in it nothing is kept while the topics are read. */
final class LetterSearch {
    private static final Comparator<TrackedLetter> NEWEST_FIRST = Comparator.<TrackedLetter, Instant>comparing(
                    tracked -> tracked.letter().failedAt())
            .thenComparingInt(tracked -> tracked.letter().position().partition())
            .thenComparingLong(tracked -> tracked.letter().position().offset())
            .reversed();

    private final LetterTopics topics;
    private final LetterSelection selection;
    private final Set<LetterPosition> positions;
    private final Set<LetterIdentity> atPositions = new HashSet<>();
    private final LetterLedger ledger = new LetterLedger();

    LetterSearch(TopicReader reader, LetterSelection selection) {
        this.topics = new LetterTopics(reader);
        this.selection = selection;
        this.positions = selection.positions();
    }

    /** Reads on, and returns what matches now, the newest first. */
    List<TrackedLetter> find(Instant now) {
        return find(now, audit -> {});
    }

    /** @param audits hears of each audit record that may be about a letter of the selection */
    List<TrackedLetter> find(Instant now, Consumer<AuditRecord> audits) {
        topics.catchUp(new Listener(audits));
        List<TrackedLetter> found = new ArrayList<>();
        ledger.letters()
                .filter(tracked -> isAtPosition(tracked.letter().identity()) && selection.matches(tracked, now))
                .forEach(found::add);
        found.sort(NEWEST_FIRST);
        return found;
    }

    /** What became of a letter that was found. */
    Optional<TrackedLetter> current(LetterIdentity identity) {
        return ledger.find(identity);
    }

    /** Whether one of its letters, not always the newest, stands at a place that was asked for. */
    private boolean isAtPosition(LetterIdentity identity) {
        return positions.isEmpty() || atPositions.contains(identity);
    }

    private boolean mayBeAtPosition(LetterIdentity identity) {
        return isAtPosition(identity) || atPositions.stream().anyMatch(identity::covers);
    }

    private final class Listener implements LetterTopics.Listener {
        private final Consumer<AuditRecord> audits;

        Listener(Consumer<AuditRecord> audits) {
            this.audits = audits;
        }

        @Override
        public void letter(Letter letter) {
            if (!selection.matchesIdentity(letter)) {
                return;
            }
            if (positions.contains(letter.position())) {
                atPositions.add(letter.identity());
            }
            ledger.letter(letter);
        }

        @Override
        public void audit(AuditRecord audit, int partition) {
            if (ledger.knows(audit.identity()) && mayBeAtPosition(audit.identity())) {
                ledger.audit(audit, partition);
                audits.accept(audit);
            }
        }
    }
}
