package io.moodlepipeline.ops.zoho;

import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import io.moodlepipeline.zoho.mapping.Role;

/** The credits that reading all records of a school costs: one for each page, and one more of a module to see that there is no other. */
public final class ReadingCost {
    private ReadingCost() {}

    public static long credits(Holding holding) {
        long credits = 0;
        for (Role role : Role.values()) {
            credits += holding.of(role).records() / ZohoApi.PAGE + 1;
        }
        return credits;
    }
}
