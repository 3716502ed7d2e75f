package io.moodlepipeline.processor.stream;

import io.moodlepipeline.runtime.service.Health;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the stream can be believed to be well after a thread of it has died: only once the next has worked for a while, and for longer than
 * the last one lived when they die again and again. A thread that meets the same as the one before looks well until it does. For any thread.
 */
final class ThreadDeaths {
    static final Duration SHORTEST_PROOF = Duration.ofSeconds(20);
    static final Duration LONGEST_PROOF = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;

    private int inARow;
    private String reason;
    private long diedAt;
    private Duration proof = SHORTEST_PROOF;

    /** Null while none works. */
    private Long worksSince;

    /** @param nanoTime a clock that is not set back, such as {@link System#nanoTime} */
    ThreadDeaths(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param why in words, without data */
    synchronized void died(String why) {
        long now = nanoTime.getAsLong();
        Duration sinceLast = Duration.ofNanos(now - diedAt);
        boolean again = inARow > 0 && sinceLast.compareTo(LONGEST_PROOF) <= 0;
        inARow = again ? inARow + 1 : 1;
        proof = again ? within(sinceLast.multipliedBy(2)) : SHORTEST_PROOF;
        reason = why;
        diedAt = now;
        worksSince = null;
    }

    /** All threads have their partitions. */
    synchronized void works() {
        if (worksSince == null) {
            worksSince = nanoTime.getAsLong();
        }
    }

    /** How long until the stream can be believed, if nothing happens; empty when it can be, or when nothing works. */
    synchronized Optional<Duration> remaining() {
        if (inARow == 0 || worksSince == null) {
            return Optional.empty();
        }
        Duration left = proof.minusNanos(nanoTime.getAsLong() - worksSince);
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    /** Says so as long as the stream cannot be believed. */
    synchronized Optional<Health> health() {
        if (inARow == 0 || (worksSince != null && remaining().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(Health.waiting(
                (inARow == 1 ? "a stream thread died: " : inARow + " stream threads died, one after the other: ") + reason
                        + "; ready once another has worked for " + proof.toSeconds() + " s"));
    }

    private static Duration within(Duration wanted) {
        if (wanted.compareTo(SHORTEST_PROOF) < 0) {
            return SHORTEST_PROOF;
        }
        return wanted.compareTo(LONGEST_PROOF) > 0 ? LONGEST_PROOF : wanted;
    }
}
