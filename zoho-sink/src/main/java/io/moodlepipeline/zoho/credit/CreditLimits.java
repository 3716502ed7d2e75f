package io.moodlepipeline.zoho.credit;

import io.moodlepipeline.zoho.api.OrgInfo;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much of an organisation's allowance the sink may use.
 *
 * @param budget credits in any 24 hours
 * @param floor credits of the budget that are left for people and other programs
 * @param slots calls at the same time, over all instances
 */
public record CreditLimits(long budget, long floor, int slots) {
    /** What the sink leaves for people when nobody says otherwise. */
    public static final int DEFAULT_FLOOR_PERCENT = 10;

    /** Calls of more than ten rows and queries share a pool of ten in every edition; that small calls need not is not used. */
    private static final int POOL = 10;

    /** For a person's import or another program. */
    private static final int SPARE_SLOTS = 1;

    private static final int PERCENT = 100;

    public CreditLimits {
        if (budget < 1 || floor < 0 || floor >= budget || slots < 1) {
            throw new IllegalArgumentException(
                    "no room for calls: budget " + budget + ", floor " + floor + ", slots " + slots);
        }
    }

    /**
     * @param edition as set; else it is what the organisation says, and the smallest when that is no edition we know
     * @param budget as set; else it is what the edition gives
     * @param floorPercent 0 to 99
     */
    public static CreditLimits of(OrgInfo org, Optional<Edition> edition, OptionalLong budget, int floorPercent) {
        Edition known = edition.or(() -> Edition.named(org.edition())).orElse(Edition.FREE);
        long credits = budget.orElseGet(() -> known.credits(org.users()));
        // The division first: an unlimited budget would overflow.
        long floor = credits / PERCENT * floorPercent + credits % PERCENT * floorPercent / PERCENT;
        return new CreditLimits(credits, floor, Math.min(known.concurrency(), POOL) - SPARE_SLOTS);
    }

    long allowance() {
        return budget - floor;
    }
}
