package io.moodlepipeline.runtime.consumer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time up to a limit, and of that a random part from half to all, so that
 * instances that failed together do not come back together.
 */
public final class Backoff {
    private final Duration first;
    private final Duration limit;
    private final RandomGenerator random;
    private Duration current;

    public Backoff(Duration first, Duration limit, RandomGenerator random) {
        this.first = first;
        this.limit = limit;
        this.random = random;
        this.current = first;
    }

    public Duration next() {
        Duration wait = current;
        Duration doubled = current.multipliedBy(2);
        current = doubled.compareTo(limit) > 0 ? limit : doubled;
        long half = wait.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /** The longest wait. */
    public Duration limit() {
        return limit;
    }

    public void reset() {
        current = first;
    }
}
