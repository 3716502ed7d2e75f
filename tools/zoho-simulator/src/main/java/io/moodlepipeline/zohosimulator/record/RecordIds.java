package io.moodlepipeline.zohosimulator.record;

import java.util.concurrent.atomic.AtomicLong;

/** Ids of eighteen digits, unlike in all organisations and modules, and growing. */
public final class RecordIds {
    private static final long BEFORE_FIRST = 700_000_000_000_100_000L;

    private final AtomicLong last = new AtomicLong(BEFORE_FIRST);

    long next() {
        return last.incrementAndGet();
    }

    /** Is not given again. */
    void taken(long id) {
        last.accumulateAndGet(id, Math::max);
    }
}
