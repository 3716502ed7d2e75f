package io.moodlepipeline.runtime.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class GuardNotePropertyTest {

    @Property
    void whatIsNotedIsReadAgain(
            @ForAll("streaks") @Size(max = 20) Map<String, Integer> streaks,
            @ForAll @Size(max = 20) Set<@From("tenants") String> held,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long doneTo) {
        GuardNote note = new GuardNote(streaks, 0, held, held.isEmpty() ? 0 : doneTo);

        assertThat(GuardNote.read(note.text())).isEqualTo(note);
    }

    @Property
    void itHasRoomBesideAnOffsetWhoeverIsInIt(
            @ForAll("streaks") @Size(max = 500) Map<String, Integer> streaks,
            @ForAll @Size(max = 200) Set<@From("tenants") String> held) {
        GuardNote note = new GuardNote(streaks, 0, held, 1_000_000);

        GuardNote read = GuardNote.read(note.text());

        assertThat(note.text()).hasSizeLessThanOrEqualTo(GuardNote.LONGEST);
        assertThat(streaks.entrySet()).containsAll(read.streaks().entrySet());
        assertThat(read.held()).isIn(held, Set.of());
    }

    @Property
    void nothingStrangeMakesItThrow(@ForAll String text) {
        assertThatCode(() -> GuardNote.read(text)).doesNotThrowAnyException();
        assertThatCode(() -> GuardNote.read("dead-letters-in-a-row:" + text)).doesNotThrowAnyException();
    }

    @Example
    void namesThatAlmostFillItDoNotOverfillIt() {
        for (int length = 1; length <= 63; length++) {
            Set<String> held = IntStream.range(0, 48)
                    .mapToObj(i -> (i + "-" + "x".repeat(60)).substring(0, 60))
                    .collect(Collectors.toSet());
            held.add("y".repeat(length));

            assertThat(new GuardNote(Map.of(), 0, held, 1).text()).hasSizeLessThanOrEqualTo(GuardNote.LONGEST);
        }
    }

    @Example
    void theLongestStreaksAreKept() {
        Map<String, Integer> many = IntStream.range(0, 300)
                .boxed()
                .collect(Collectors.toMap(i -> "school-" + i + "-" + "x".repeat(40), i -> i % 49 + 1));

        Map<String, Integer> kept =
                GuardNote.read(new GuardNote(many, 0, Set.of(), 0).text()).streaks();

        assertThat(Collections.min(kept.values())).isGreaterThanOrEqualTo(40);
    }

    @Example
    void nothingIsNotedAsNothing() {
        assertThat(GuardNote.NONE.text()).isEmpty();
        assertThat(GuardNote.read("")).isEqualTo(GuardNote.NONE);
        assertThat(GuardNote.read(null)).isEqualTo(GuardNote.NONE);
        assertThat(GuardNote.read("somebody else's")).isEqualTo(GuardNote.NONE);
    }

    @Provide
    Arbitrary<Map<String, Integer>> streaks() {
        return Arbitraries.maps(tenants(), Arbitraries.integers().between(1, 999_999_999));
    }

    /** The empty name is that of records without a tenant. */
    @Provide
    Arbitrary<String> tenants() {
        Arbitrary<String> first = Arbitraries.strings().withChars("abz059").ofLength(1);
        Arbitrary<String> rest = Arbitraries.strings().withChars("abz059-").ofMaxLength(62);
        return Arbitraries.oneOf(
                first.flatMap(one -> rest.map(others -> one + others)),
                Arbitraries.just(""),
                Arbitraries.just("north"));
    }
}
