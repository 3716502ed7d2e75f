package io.moodlepipeline.runtime.deadletter;

import java.util.Set;

/**
 * Tells a few bad records from a trouble that is not the records': when so many die, the target or this program is wrong, and
 * dead-lettering would only move a school's data to where nobody looks. Judges each tenant by itself, so that one school's trouble is
 * its own. A flood is {@value #IN_A_ROW} records of a tenant dead in a row, over however many batches, or more than {@value #PERCENT} %
 * of those in a batch, when it has at least {@value #SMALLEST_BATCH} there. Pure.
 */
public final class FloodGuard {
    public static final int IN_A_ROW = 50;
    public static final int SMALLEST_BATCH = 100;

    static final int PERCENT = 30;

    private final boolean on;

    /** Whom it lets through though it is on. */
    private final Set<String> letThrough;

    private FloodGuard(boolean on, Set<String> letThrough) {
        this.on = on;
        this.letThrough = Set.copyOf(letThrough);
    }

    public static FloodGuard on() {
        return new FloodGuard(true, Set.of());
    }

    /** Lets all through. */
    public static FloodGuard off() {
        return new FloodGuard(false, Set.of());
    }

    /** Lets these tenants' records through, and guards all others. */
    public static FloodGuard offFor(Set<String> tenants) {
        return new FloodGuard(true, tenants);
    }

    /**
     * Begins to judge a tenant's records of a batch.
     *
     * @param streak how many of its records in a row were dead before it
     * @param size how many records it has there
     */
    public Tally tally(String tenant, int streak, int size) {
        return new Tally(on && !letThrough.contains(tenant), streak, size);
    }

    /** What counts for a record. */
    public enum Fate {
        ALIVE,
        DEAD,
        /** Says nothing about target or program: it was redriven and failed again, or skipped, or its code is an expected one. */
        NEUTRAL
    }

    /** The count of one tenant in one batch, in the order of its records. */
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

        /** Ends the row here. */
        public void interrupt() {
            streak = 0;
        }

        /** Whether it is one already, whatever the records are that were not added yet. */
        public boolean isFlood() {
            return on && (tooManyInARow || isTooGreatAShare());
        }

        private boolean isTooGreatAShare() {
            return alive + dead >= SMALLEST_BATCH && dead * 100L > countable * (long) PERCENT;
        }

        /** How many in a row were dead up to here. What a person let through ends the row: the guard begins from 0 after it. */
        public int streak() {
            return on ? streak : 0;
        }
    }
}
