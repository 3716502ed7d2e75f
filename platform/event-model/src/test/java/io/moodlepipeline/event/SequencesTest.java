package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");
    private static final Comparator<UUID> VERSION_ORDER =
            Comparator.comparing(sequence -> new Version(0, Instant.EPOCH, sequence, 0));

    @Test
    void aMintedSequenceIsAUuidOfVersion7WithTheTimeOfTheClock() {
        UUID sequence = new Sequences(Clock.fixed(NOW, ZoneOffset.UTC)).next();

        assertThat(sequence.version()).isEqualTo(7);
        assertThat(sequence.variant()).isEqualTo(2);
        assertThat(sequence.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void sequencesIncreaseWhileTheClockStandsStill() {
        Sequences sequences = new Sequences(Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(minted(sequences, 100_000))
                .isSortedAccordingTo(VERSION_ORDER)
                .doesNotHaveDuplicates();
    }

    @Test
    void sequencesIncreaseThoughTheClockIsSetBackAgainAndAgain() {
        AtomicLong calls = new AtomicLong();
        // A second back every third time, a day back every 1000th.
        Sequences sequences = new Sequences(clock(() -> {
            long call = calls.incrementAndGet();
            return NOW.toEpochMilli() + call - (call % 3 == 0 ? 1_000 : 0) - (call % 1_000 == 0 ? 86_400_000 : 0);
        }));

        assertThat(minted(sequences, 20_000)).isSortedAccordingTo(VERSION_ORDER).doesNotHaveDuplicates();
    }

    @Test
    void sequencesIncreaseForEachOfManyThreadsAndNoTwoAreEqual() throws Exception {
        AtomicLong calls = new AtomicLong();
        Sequences sequences = new Sequences(
                clock(() -> NOW.toEpochMilli() + calls.incrementAndGet() / 100 - (calls.get() % 7 == 0 ? 5_000 : 0)));
        Callable<List<UUID>> minting = () -> minted(sequences, 10_000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Set<UUID> all = new HashSet<>();
            for (Future<List<UUID>> minted : threads.invokeAll(Collections.nCopies(8, minting))) {
                assertThat(minted.get()).isSortedAccordingTo(VERSION_ORDER);
                all.addAll(minted.get());
            }
            assertThat(all).hasSize(80_000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anEventIdThatOrdersItselfIsTheSequence() {
        Sequences sequences = new Sequences(Clock.fixed(NOW, ZoneOffset.UTC));
        UUID old = mintedAt(Instant.EPOCH);
        UUID justTolerated = mintedAt(NOW.plus(Duration.ofMinutes(5)));

        assertThat(sequences.of(old)).isEqualTo(old);
        assertThat(sequences.of(justTolerated)).isEqualTo(justTolerated);
    }

    @Test
    void anEventIdFromTheFutureIsNotBelieved() {
        Sequences sequences = new Sequences(Clock.fixed(NOW, ZoneOffset.UTC));
        UUID tooFar = mintedAt(NOW.plus(Duration.ofMinutes(5)).plusMillis(1));
        UUID farthest = new UUID(0xFFFF_FFFF_FFFF_7FFFL, -1L >>> 2 | Long.MIN_VALUE);

        assertThat(sequences.of(tooFar)).isNotEqualTo(tooFar);
        assertThat(sequences.of(farthest)).isNotEqualTo(farthest);
    }

    @Test
    void anEventIdOfAnotherKindCarriesNoOrder() {
        Sequences sequences = new Sequences(Clock.fixed(NOW, ZoneOffset.UTC));
        UUID random = UUID.fromString("11111111-2222-4333-8444-555555555555");
        UUID otherVariant = UUID.fromString("018f0000-0000-7000-c000-000000000001");

        assertThat(sequences.of(random))
                .isNotEqualTo(random)
                .extracting(UUID::version)
                .isEqualTo(7);
        assertThat(sequences.of(otherVariant)).isNotEqualTo(otherVariant);
    }

    private static List<UUID> minted(Sequences sequences, int count) {
        List<UUID> minted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            minted.add(sequences.next());
        }
        return minted;
    }

    private static UUID mintedAt(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
    }

    private static Clock clock(LongSupplier millis) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis());
            }

            @Override
            public long millis() {
                return millis.getAsLong();
            }
        };
    }

    @Test
    void aUuid7SaysWhenItWasMintedAndOthersDoNot() {
        assertThat(Sequences.millisOf(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")))
                .hasValue(1_645_557_742_000L);
        assertThat(Sequences.millisOf(UUID.fromString("017f22e2-79b0-4cc3-98c4-dc0c0c07398f")))
                .isEmpty();
        assertThat(Sequences.millisOf(UUID.fromString("017f22e2-79b0-7cc3-18c4-dc0c0c07398f")))
                .isEmpty();
    }
}
