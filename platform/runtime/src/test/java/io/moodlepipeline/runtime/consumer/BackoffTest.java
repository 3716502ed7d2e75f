package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** Always draws the least. */
    private final Backoff shortest = new Backoff(FIRST, LIMIT, () -> 0L);

    @Test
    void eachWaitIsTwiceTheOneBeforeUpToTheLimit() {
        assertThat(Stream.generate(shortest::next).limit(7).map(Duration::toMillis))
                .containsExactly(50L, 100L, 200L, 400L, 500L, 500L, 500L);
    }

    @Test
    void aResetStartsOver() {
        shortest.next();
        shortest.next();

        shortest.reset();

        assertThat(shortest.next()).isEqualTo(Duration.ofMillis(50));
    }

    @RepeatedTest(20)
    void aWaitIsDrawnFromHalfToAllOfItsLength() {
        Backoff backoff = new Backoff(FIRST, LIMIT, new Random());

        for (long most : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
        }
    }

    @Test
    void aLongOutageNeverLeavesTheBounds() {
        Backoff backoff = new Backoff(FIRST, LIMIT, new Random());

        assertThat(Stream.generate(backoff::next).limit(10_000))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(50), LIMIT));
    }
}
