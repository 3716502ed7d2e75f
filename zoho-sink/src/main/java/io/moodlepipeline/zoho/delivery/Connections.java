package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.ledger.Ledger;
import io.moodlepipeline.zoho.row.Rows;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What one tenant's delivery works with.
 *
 * @param triggers automations in Zoho that writes shall run
 * @param sendLimit how long after a claim a write may still be sent, so that it ends within the lease
 * @param nanoTime a clock that is not set back
 */
record Connections(
        ZohoApi api,
        Ledger ledger,
        Rows rows,
        RecordSearch search,
        Holding holding,
        List<String> triggers,
        Duration sendLimit,
        LongSupplier nanoTime) {

    boolean mayStillSend(Attempt attempt) {
        return nanoTime.getAsLong() - attempt.claimedAt() < sendLimit.toNanos();
    }
}
