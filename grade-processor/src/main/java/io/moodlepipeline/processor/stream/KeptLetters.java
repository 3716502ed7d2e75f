package io.moodlepipeline.processor.stream;

import io.moodlepipeline.runtime.record.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest dead letters of this service that were in their topic when it started: from them it knows, after a restart, what it has
 * come to. Pure.
 */
public final class KeptLetters {
    private final Map<Origin, KeptLetter> byGrade = new HashMap<>();

    KeptLetters(List<KeptLetter> letters) {
        letters.forEach(letter -> byGrade.put(letter.grade(), letter));
    }

    /** How many grades in a row were dead letters right before this one. A redriven one neither counts nor ends the row. */
    int streakBefore(Origin grade) {
        int streak = 0;
        KeptLetter before = before(grade);
        while (before != null) {
            streak += before.counts() ? 1 : 0;
            before = before(before.grade());
        }
        return streak;
    }

    private KeptLetter before(Origin grade) {
        return byGrade.get(new Origin(grade.topic(), grade.partition(), grade.offset() - 1));
    }

    /** Whether this very letter is in the topic already. */
    boolean contains(KeptLetter letter) {
        return letter.equals(byGrade.get(letter.grade()));
    }
}
