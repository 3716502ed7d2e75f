package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VersionPropertyTest {

    @Property
    void theOrderIsThatOfTheBytes(@ForAll("versions") Version one, @ForAll("versions") Version other) {
        int byBytes = Arrays.compareUnsigned(bytes(one), bytes(other));

        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.signum(byBytes));
    }

    @Property
    void sequencesCompareAsMemcmpComparesTheirBytes(@ForAll("uuids") UUID one, @ForAll("uuids") UUID other) {
        int byBytes = Arrays.compareUnsigned(bytes(one), bytes(other));

        int order = withSequence(one).compareTo(withSequence(other));

        assertThat(Integer.signum(order)).isEqualTo(Integer.signum(byBytes));
    }

    @Property
    void theOrderIsAntisymmetric(@ForAll("versions") Version one, @ForAll("versions") Version other) {
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(one)));
    }

    @Property
    void onlyEqualVersionsCompareAsEqual(@ForAll("versions") Version one, @ForAll("versions") Version other) {
        assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
    }

    @Property
    void theOrderIsTransitive(
            @ForAll("versions") Version first, @ForAll("versions") Version second, @ForAll("versions") Version third) {
        Version[] sorted = {first, second, third};
        Arrays.sort(sorted);

        assertThat(sorted[0]).isLessThanOrEqualTo(sorted[1]);
        assertThat(sorted[1]).isLessThanOrEqualTo(sorted[2]);
        assertThat(sorted[0]).isLessThanOrEqualTo(sorted[2]);
    }

    @Property
    void whateverTheOrderOfArrivalTheSameVersionWins(
            @ForAll("histories") List<Version> history, @ForAll Random random) {
        List<Version> inAnotherOrder = new ArrayList<>(history);
        Collections.shuffle(inAnotherOrder, random);

        assertThat(winner(inAnotherOrder)).isEqualTo(winner(history));
    }

    @Property
    void aReplayChangesNothing(@ForAll("histories") List<Version> history) {
        List<Version> twice = new ArrayList<>(history);
        twice.addAll(history);

        assertThat(winner(twice)).isEqualTo(winner(history));
    }

    /** What a writer does: it applies what is not older than what it has stored. */
    private static Version winner(List<Version> arrivals) {
        Version stored = arrivals.get(0);
        for (Version arrival : arrivals) {
            if (arrival.compareTo(stored) >= 0) {
                stored = arrival;
            }
        }
        return stored;
    }

    private static Version withSequence(UUID sequence) {
        return new Version(0, Instant.EPOCH, sequence, 0);
    }

    private static byte[] bytes(Version version) {
        return ByteBuffer.allocate(41)
                .putInt(version.epoch())
                .put((byte) (version.timed() ? 1 : 0))
                .putLong(version.generation())
                .putLong(version.time().toEpochMilli())
                .put(bytes(version.sequence()))
                .putInt(version.rules())
                .array();
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    @Provide
    Arbitrary<List<Version>> histories() {
        return versions().list().ofMinSize(1).ofMaxSize(20);
    }

    /** Close together, so that every component gets to decide. */
    @Provide
    Arbitrary<Version> versions() {
        return Combinators.combine(
                        Arbitraries.of(0, 1, Integer.MAX_VALUE),
                        Arbitraries.of(false, true),
                        Arbitraries.of(0L, 1L, 2L, Long.MAX_VALUE),
                        Arbitraries.of(0L, 1L, 1_700_000_000_000L, 1_700_000_000_001L, EventMetadata.LATEST_MILLIS),
                        uuids(),
                        Arbitraries.of(0, 1, 2, Integer.MAX_VALUE))
                .as((epoch, timed, generation, millis, sequence, rules) ->
                        new Version(epoch, timed, generation, Instant.ofEpochMilli(millis), sequence, rules))
                .withoutEdgeCases();
    }

    /** Both halves around the sign bit, where signed and unsigned order part. */
    @Provide
    Arbitrary<UUID> uuids() {
        Arbitrary<Long> half =
                Arbitraries.oneOf(Arbitraries.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE), Arbitraries.longs());
        return Combinators.combine(half, half).as(UUID::new).withoutEdgeCases();
    }
}
