package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.zoho.delivery.ParallelCalls;
import java.time.Duration;
import java.util.UUID;

/**
 * What the tenants of one instance share.
 *
 * @param owner this instance, different each time it starts
 * @param longestWait how long a child may wait for its student
 */
record Shared(ZohoAccess.Means means, ParallelCalls calls, UUID owner, Duration longestWait) {

    Backoff backoff() {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), means.random());
    }
}
