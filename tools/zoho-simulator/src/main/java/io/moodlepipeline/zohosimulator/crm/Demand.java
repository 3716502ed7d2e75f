package io.moodlepipeline.zohosimulator.crm;

/**
 * What a request takes of the limits.
 *
 * @param rows records that it carries or names
 * @param complex whether it takes a place in the pool for complex calls
 */
record Demand(int rows, int credits, boolean complex) {
    private static final int ROWS_PER_CREDIT = 10;
    private static final int DELETIONS_PER_CREDIT = 100;

    /** What costs one credit, whatever it returns. */
    static final Demand ONE_CREDIT = new Demand(0, 1, false);

    static Demand write(int rows) {
        return new Demand(rows, begun(rows, ROWS_PER_CREDIT), rows > ROWS_PER_CREDIT);
    }

    static Demand delete(int rows) {
        return new Demand(rows, begun(rows, DELETIONS_PER_CREDIT), false);
    }

    static Demand complex(int credits) {
        return new Demand(0, credits, true);
    }

    private static int begun(int rows, int size) {
        return Math.max(1, (rows + size - 1) / size);
    }
}
