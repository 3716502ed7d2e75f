package io.moodlepipeline.zohosimulator.options;

import java.util.Locale;

/** What an organisation has bought, and with it the calls that it may make. */
public enum Edition {
    FREE(5_000, 0, 5_000, 5),
    STANDARD(50_000, 250, 100_000, 10),
    PROFESSIONAL(50_000, 500, 3_000_000, 15),
    ENTERPRISE(50_000, 1_000, 5_000_000, 20),
    ULTIMATE(50_000, 2_000, Long.MAX_VALUE, 25);

    private final long base;
    private final long perUser;
    private final long ceiling;
    private final int concurrency;

    Edition(long base, long perUser, long ceiling, int concurrency) {
        this.base = base;
        this.perUser = perUser;
        this.ceiling = ceiling;
        this.concurrency = concurrency;
    }

    /** Credits for a rolling day. */
    public long credits(int users) {
        return Math.min(base + perUser * users, ceiling);
    }

    /** Calls that may be in flight at one instant. */
    public int concurrency() {
        return concurrency;
    }

    /** As {@code paid_type} says it. */
    public String paidType() {
        return name().toLowerCase(Locale.ROOT);
    }
}
