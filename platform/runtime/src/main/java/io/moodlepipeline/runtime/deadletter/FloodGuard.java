package io.moodlepipeline.runtime.deadletter;

/**
 * Tells a few bad records from a trouble that is not the records': when so many die, the target or this program is wrong, and
 * dead-lettering would only move a school's data to where nobody looks. A flood is {@value #IN_A_ROW} dead in a row, over however
 * many batches, or more than {@value #PERCENT} % of a batch of at least {@value #SMALLEST_BATCH}. Pure.
 */
public final class FloodGuard {
    public static final int IN_A_ROW = 50;

    static final int SMALLEST_BATCH = 100;
    static final int PERCENT = 30;

    private final boolean on;

    private FloodGuard(boolean on) {
        this.on = on;
    }

    public static FloodGuard on() {
        return new FloodGuard(true);
    }

    /** Counts, but lets all through. */
    public static FloodGuard off() {
        return new FloodGuard(false);
    }

    /**
     * Begins to judge a batch.
     *
     * @param streak how many records in a row were dead before it
     * @param size how many records it has
     */
    public Tally tally(int streak, int size) {
        return new Tally(on, streak, size);
    }

    /** What counts for a record. */
    public enum Fate {
        ALIVE,
        DEAD,
        /** Says nothing about target or program: it was redriven, or skipped, or its code is an expected one. */
        NEUTRAL
    }

    /** The count of one batch, in the order of its records. */
    public static final class Tally {
        private final boolean on;
        private int streak;
        private int countable;
        private int alive;
        private int dead;
        private boolean tooManyInARow;

        private Tally(boolean on, int streak, int size) {
            this.on = on;
            this.streak = streak;
            this.countable = size;
        }

        public void add(Fate fate) {
            switch (fate) {
                case ALIVE -> {
                    alive++;
                    streak = 0;
                }
                case DEAD -> {
                    dead++;
                    streak++;
                    tooManyInARow |= streak >= IN_A_ROW;
                }
                case NEUTRAL -> countable--;
            }
        }

        /** Whether it is one already, whatever the records are that were not added yet. */
        public boolean isFlood() {
            return on && (tooManyInARow || isTooGreatAShare());
        }

        private boolean isTooGreatAShare() {
            return alive + dead >= SMALLEST_BATCH && dead * 100L > countable * (long) PERCENT;
        }

        /** How many in a row were dead up to here. */
        public int streak() {
            return streak;
        }
    }
}
