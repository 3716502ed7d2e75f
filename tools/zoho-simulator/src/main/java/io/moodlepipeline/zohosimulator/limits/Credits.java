package io.moodlepipeline.zohosimulator.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** An organisation's credits. What is used comes back a day later. */
public final class Credits {
    private static final Duration DAY = Duration.ofHours(24);

    /** @param amount used within the minute that begins then */
    private record Used(Instant minute, long amount) {}

    private final long limit;
    private final InstantSource clock;
    private final Deque<Used> used = new ArrayDeque<>();
    private long sum;

    public Credits(long limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Whether there was enough left; if not, nothing is used. */
    public synchronized boolean use(long amount) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        forgetOld();
        if (sum + amount > limit) {
            return false;
        }
        sum += amount;
        Used last = used.peekLast();
        if (last != null && last.minute().equals(minute)) {
            used.removeLast();
            used.addLast(new Used(minute, last.amount() + amount));
        } else {
            used.addLast(new Used(minute, amount));
        }
        return true;
    }

    /** Used within the last day. */
    public synchronized long used() {
        forgetOld();
        return sum;
    }

    public synchronized long remaining() {
        forgetOld();
        return limit - sum;
    }

    /** What is left, once half of the day's credits are used. */
    public synchronized OptionalLong told() {
        forgetOld();
        return sum >= limit - sum ? OptionalLong.of(limit - sum) : OptionalLong.empty();
    }

    private void forgetOld() {
        Instant dayAgo = clock.instant().minus(DAY);
        while (!used.isEmpty() && !used.peekFirst().minute().isAfter(dayAgo)) {
            sum -= used.removeFirst().amount();
        }
    }
}
