package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.zoho.delivery.ParallelCalls;
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What the tenants of one instance share.
 *
 * @param owner this instance, different each time it starts
 * @param longestWait how long a child may wait for its student
 * @param creditFloorPercent of an organisation's credits, left for people
 */
record Shared(
        HttpClient http,
        LedgerDatabase ledger,
        CallSlots slots,
        ParallelCalls calls,
        UUID owner,
        Duration requestTimeout,
        Duration longestWait,
        int creditFloorPercent,
        InstantSource clock,
        RandomGenerator random) {

    Backoff backoff() {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), random);
    }
}
