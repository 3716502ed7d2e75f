package io.moodlepipeline.runtime.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.deadletter.FloodGuard.Fate;
import io.moodlepipeline.runtime.deadletter.FloodGuard.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class FloodGuardPropertyTest {
    private static final FloodGuard GUARD = FloodGuard.on();
    private static final String TENANT = "north";

    @Property
    void agreesWithTheRuleInPlainWords(@ForAll("fates") List<Fate> batch, @ForAll @IntRange(max = 60) int before) {
        assertThat(judge(before, batch).isFlood()).isEqualTo(inARow(before, batch) || tooGreatAShare(batch));
    }

    @Property
    void aFloodThatWasSeenEarlyIsOneToTheEnd(
            @ForAll("fates") List<Fate> batch, @ForAll @IntRange(max = 60) int before) {
        Tally tally = GUARD.tally(TENANT, before, batch.size());
        boolean seen = false;
        for (Fate fate : batch) {
            tally.add(fate);
            assertThat(seen && !tally.isFlood()).isFalse();
            seen = tally.isFlood();
        }
    }

    @Property
    void aStreakCountsOnHoweverTheRecordsAreBatched(
            @ForAll("fates") List<Fate> records, @ForAll @IntRange(min = 1, max = 20) int batchSize) {
        int streak = 0;
        for (int from = 0; from < records.size(); from += batchSize) {
            List<Fate> batch = records.subList(from, Math.min(records.size(), from + batchSize));
            streak = judge(streak, batch).streak();
        }

        assertThat(streak).isEqualTo(judge(0, records).streak());
    }

    @Property
    void neutralRecordsChangeNothing(@ForAll("fates") List<Fate> batch) {
        List<Fate> counted = new ArrayList<>(batch);
        counted.removeIf(Fate.NEUTRAL::equals);

        assertThat(judge(0, batch).isFlood()).isEqualTo(judge(0, counted).isFlood());
        assertThat(judge(0, batch).streak()).isEqualTo(judge(0, counted).streak());
    }

    @Property
    void offLetsAllThroughWhichEndsTheStreak(
            @ForAll("fates") List<Fate> batch, @ForAll @IntRange(max = 60) int before) {
        for (FloodGuard off : List.of(FloodGuard.off(), FloodGuard.offFor(Set.of(TENANT)))) {
            Tally tally = off.tally(TENANT, before, batch.size());
            batch.forEach(tally::add);

            assertThat(tally.isFlood()).isFalse();
            assertThat(tally.streak()).isZero();
        }
    }

    @Property
    void offForOthersGuardsAsEver(@ForAll("fates") List<Fate> batch, @ForAll @IntRange(max = 60) int before) {
        Tally tally = FloodGuard.offFor(Set.of("south")).tally(TENANT, before, batch.size());
        batch.forEach(tally::add);

        assertThat(tally.isFlood()).isEqualTo(judge(before, batch).isFlood());
        assertThat(tally.streak()).isEqualTo(judge(before, batch).streak());
    }

    @Example
    void thirtyPerCentOfAHundredIsNoFloodAndOneMoreIs() {
        assertThat(judge(0, spread(30, 70)).isFlood()).isFalse();
        assertThat(judge(0, spread(31, 69)).isFlood()).isTrue();
        assertThat(judge(0, spread(31, 68)).isFlood()).as("99 are too few").isFalse();
    }

    @Example
    void theFiftiethInARowIsAFlood() {
        assertThat(judge(0, Collections.nCopies(49, Fate.DEAD)).isFlood()).isFalse();
        assertThat(judge(0, Collections.nCopies(50, Fate.DEAD)).isFlood()).isTrue();
        assertThat(judge(49, List.of(Fate.DEAD)).isFlood()).isTrue();
        assertThat(judge(49, List.of(Fate.ALIVE, Fate.DEAD)).isFlood()).isFalse();
    }

    /** Batches of every size up to some hundreds, from all well to all dead, with streaks as trouble makes them. */
    @Provide
    Arbitrary<List<Fate>> fates() {
        Arbitrary<Fate> any = Arbitraries.integers()
                .between(0, 99)
                .flatMap(share -> Arbitraries.integers()
                        .between(0, 99)
                        .map(drawn -> drawn < share ? Fate.DEAD : drawn % 7 == 0 ? Fate.NEUTRAL : Fate.ALIVE));
        Arbitrary<List<Fate>> runs = Arbitraries.of(Fate.class)
                .flatMap(
                        fate -> Arbitraries.integers().between(1, 60).map(length -> Collections.nCopies(length, fate)));
        return Arbitraries.oneOf(
                any.list().ofMaxSize(300),
                runs.list()
                        .ofMaxSize(8)
                        .map(lists -> lists.stream().flatMap(List::stream).toList()));
    }

    private static List<Fate> spread(int dead, int alive) {
        List<Fate> batch = new ArrayList<>();
        for (int i = 0; i < dead + alive; i++) {
            batch.add(i % 2 == 0 && i / 2 < dead ? Fate.DEAD : Fate.ALIVE);
        }
        return batch;
    }

    private static Tally judge(int before, List<Fate> batch) {
        Tally tally = GUARD.tally(TENANT, before, batch.size());
        batch.forEach(tally::add);
        return tally;
    }

    private static boolean inARow(int before, List<Fate> batch) {
        int row = before;
        boolean flood = false;
        for (Fate fate : batch) {
            row = fate == Fate.DEAD ? row + 1 : fate == Fate.ALIVE ? 0 : row;
            flood |= fate == Fate.DEAD && row >= 50;
        }
        return flood;
    }

    private static boolean tooGreatAShare(List<Fate> batch) {
        int dead = Collections.frequency(batch, Fate.DEAD);
        int counted = batch.size() - Collections.frequency(batch, Fate.NEUTRAL);
        return counted >= 100 && dead > 0.3 * counted;
    }
}
