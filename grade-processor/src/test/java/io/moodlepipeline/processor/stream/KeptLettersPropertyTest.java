package io.moodlepipeline.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuard.Fate;
import io.moodlepipeline.runtime.record.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeptLettersPropertyTest {
    private static final String TOPIC = "moodle.grade-updated";

    @Property
    void streakIsWhatTheFloodGuardHadCountedBeforeTheRestart(@ForAll("fates") List<Fate> grades) {
        FloodGuard.Tally tally = FloodGuard.on().tally("north", 0, grades.size());
        grades.forEach(tally::add);

        assertThat(new KeptLetters(letters(grades)).streakBefore(grade(grades.size())))
                .isEqualTo(tally.streak());
    }

    @Property
    void lettersOfGradesThatComeAgainDoNotCount(@ForAll("fates") List<Fate> grades) {
        for (int committed = 0; committed <= grades.size(); committed++) {
            assertThat(new KeptLetters(letters(grades)).streakBefore(grade(committed)))
                    .isEqualTo(new KeptLetters(letters(grades.subList(0, committed))).streakBefore(grade(committed)));
        }
    }

    @Property
    void orderAndRepetitionsDoNotMatter(@ForAll("fates") List<Fate> grades, @ForAll Random random) {
        List<KeptLetter> shuffled = new ArrayList<>(letters(grades));
        shuffled.addAll(letters(grades));
        Collections.shuffle(shuffled, random);

        assertThat(new KeptLetters(shuffled).streakBefore(grade(grades.size())))
                .isEqualTo(new KeptLetters(letters(grades)).streakBefore(grade(grades.size())));
    }

    @Example
    void partitionsAndTopicsHaveStreaksOfTheirOwn() {
        KeptLetters kept = new KeptLetters(letters(Collections.nCopies(3, Fate.DEAD)));

        assertThat(kept.streakBefore(new Origin(TOPIC, 0, 3))).isEqualTo(3);
        assertThat(kept.streakBefore(new Origin(TOPIC, 1, 3))).isZero();
        assertThat(kept.streakBefore(new Origin("moodle.user-updated", 0, 3))).isZero();
    }

    /** Rows of every length, broken by what is well, bridged by what was redriven. */
    @Provide
    Arbitrary<List<Fate>> fates() {
        return Arbitraries.of(Fate.class)
                .flatMap(fate -> Arbitraries.integers().between(1, 60).map(length -> Collections.nCopies(length, fate)))
                .list()
                .ofMaxSize(6)
                .map(rows -> rows.stream().flatMap(List::stream).toList());
    }

    private static List<KeptLetter> letters(List<Fate> grades) {
        List<KeptLetter> letters = new ArrayList<>();
        for (int offset = 0; offset < grades.size(); offset++) {
            if (grades.get(offset) != Fate.ALIVE) {
                boolean redriven = grades.get(offset) == Fate.NEUTRAL;
                letters.add(new KeptLetter(grade(offset), 1, "id " + offset, DeadLetterCode.NOT_JSON.name(), redriven));
            }
        }
        return letters;
    }

    private static Origin grade(int offset) {
        return new Origin(TOPIC, 0, offset);
    }
}
