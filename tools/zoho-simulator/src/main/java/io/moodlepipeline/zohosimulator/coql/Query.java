package io.moodlepipeline.zohosimulator.coql;

import java.util.List;

/** A query as it was read. */
public record Query(
        List<String> columns, String module, Condition condition, List<Ordering> order, int offset, int limit) {
    private static final int ONE_CREDIT = 200;
    private static final int TWO_CREDITS = 1_000;

    /** By how much it may return. */
    public int credits() {
        if (limit <= ONE_CREDIT) {
            return 1;
        }
        return limit <= TWO_CREDITS ? 2 : 3;
    }
}
