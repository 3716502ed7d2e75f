package io.moodlepipeline.runtime.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps a service unready after a part of it has failed and was replaced, until the next has worked for a while: for longer than the last one
 * did when they fail again and again. What meets the same as the one before looks well until it does. For any thread.
 */
public final class Probation {
    static final Duration SHORTEST = Duration.ofSeconds(20);
    static final Duration LONGEST = Duration.ofMinutes(10);

    private final HealthState health;
    private final LongSupplier nanoTime;
    private final BiConsumer<Duration, Runnable> later;

    private boolean hasFailed;
    private long failedAt;
    private Duration proof = SHORTEST;
    private boolean works;

    public Probation(HealthState health) {
        this(health, System::nanoTime, Probation::runLater);
    }

    /**
     * @param nanoTime a clock that is not set back
     * @param later runs something after a time
     */
    Probation(HealthState health, LongSupplier nanoTime, BiConsumer<Duration, Runnable> later) {
        this.health = health;
        this.nanoTime = nanoTime;
        this.later = later;
    }

    /** @param why in words, without data */
    public synchronized void failed(String why) {
        long now = nanoTime.getAsLong();
        Duration sinceLast = Duration.ofNanos(now - failedAt);
        boolean again = hasFailed && sinceLast.compareTo(LONGEST) <= 0;
        hasFailed = true;
        proof = again ? within(sinceLast.multipliedBy(2)) : SHORTEST;
        failedAt = now;
        works = false;
        health.block(this, why + "; ready again once another try has worked for a while");
    }

    /** The next one works, as far as can be seen. */
    public synchronized void works() {
        if (!hasFailed || works) {
            return;
        }
        works = true;
        long failure = failedAt;
        later.accept(proof, () -> endIfNotFailedSince(failure));
    }

    private synchronized void endIfNotFailedSince(long failure) {
        if (failure == failedAt) {
            health.unblock(this);
        }
    }

    private static Duration within(Duration wanted) {
        if (wanted.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }

    private static void runLater(Duration time, Runnable task) {
        CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(task);
    }
}
