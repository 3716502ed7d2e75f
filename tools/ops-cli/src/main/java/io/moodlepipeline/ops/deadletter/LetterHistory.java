package io.moodlepipeline.ops.deadletter;

import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of one identity. Only what can still matter is kept: nearly always one letter and at most one decision. */
final class LetterHistory {
    /** For what was written on both sides of a change of the number of partitions, where offsets say nothing. */
    private static final Comparator<Letter> BY_TIME = Comparator.comparing(Letter::failedAt)
            .thenComparingInt(letter -> letter.position().partition());

    private static final Comparator<Decision> DECISIONS_BY_TIME =
            Comparator.comparing(Decision::at).thenComparingInt(Decision::partition);

    /** The newest of each partition of the dead-letter topic. */
    private List<Letter> letters = List.of();
    /** Those of one partition of the audit topic in its order. */
    private List<Decision> decisions = List.of();

    LetterHistory copy() {
        LetterHistory copy = new LetterHistory();
        copy.letters = letters;
        copy.decisions = decisions;
        return copy;
    }

    void add(Letter letter) {
        LetterPosition position = letter.position();
        if (isOutdated(position)) {
            return;
        }
        letters = with(letters, other -> other.position().partition() == position.partition(), letter);
        decisions = without(decisions, decision -> decision.letter() != null && isOutdated(decision.letter()));
    }

    void add(Decision decision) {
        boolean isOutdated = decision.letter() != null && isOutdated(decision.letter());
        boolean isKnown = decisions.stream()
                .anyMatch(known -> known.action() == LetterAction.RESOLVED && known.coversAllOf(decision));
        if (!isOutdated && !isKnown) {
            decisions = with(decisions, decision::replaces, decision);
        }
    }

    /** The newest letter; empty when only audit records were read so far. */
    Optional<Letter> letter() {
        return letters.stream().max(BY_TIME);
    }

    LetterState state() {
        Optional<Letter> letter = letter();
        if (letter.isEmpty() || decisions.isEmpty()) {
            return LetterState.OPEN;
        }
        List<Decision> covering = decisions.stream()
                .filter(decision -> decision.covers(letter.get()))
                .toList();
        if (covering.stream().anyMatch(decision -> decision.action() == LetterAction.RESOLVED)) {
            return LetterState.RESOLVED;
        }
        return lastOfEachPartition(covering).stream()
                .max(DECISIONS_BY_TIME)
                .map(last -> LetterState.after(last.action()))
                .orElse(LetterState.OPEN);
    }

    private static Collection<Decision> lastOfEachPartition(List<Decision> decisions) {
        Map<Integer, Decision> last = new HashMap<>();
        decisions.forEach(decision -> last.put(decision.partition(), decision));
        return last.values();
    }

    /** Whether there is a newer letter in the same partition. */
    private boolean isOutdated(LetterPosition position) {
        return letters.stream()
                .map(Letter::position)
                .anyMatch(newest -> newest.partition() == position.partition() && newest.offset() > position.offset());
    }

    private static <T> List<T> with(List<T> all, java.util.function.Predicate<T> replaced, T added) {
        if (all.isEmpty()) {
            return List.of(added);
        }
        List<T> changed = new ArrayList<>(all);
        changed.removeIf(replaced);
        changed.add(added);
        return List.copyOf(changed);
    }

    private static <T> List<T> without(List<T> all, java.util.function.Predicate<T> removed) {
        return all.stream().anyMatch(removed)
                ? all.stream().filter(removed.negate()).toList()
                : all;
    }
}
