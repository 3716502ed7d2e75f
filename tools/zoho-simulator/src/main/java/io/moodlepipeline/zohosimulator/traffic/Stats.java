package io.moodlepipeline.zohosimulator.traffic;

import java.util.Map;

/**
 * Counts since the start, over all organisations.
 *
 * @param calls requests to the API, refused ones included
 * @param creditsUsed by all of them
 * @param refused calls that were answered with an error for the whole request, those with 429 included
 * @param rateLimited calls answered with 429, whether for want of credits or for too many at once
 * @param broken calls that got no answer
 * @param insertedRows rows that made a record
 * @param updatedRows rows that changed one, or would have, had it not been equal
 * @param refusedRows rows answered with an error
 * @param endpoints calls by endpoint
 * @param statuses answers by status
 * @param tokensByOrg access tokens issued
 */
public record Stats(
        long calls,
        long creditsUsed,
        long refused,
        long rateLimited,
        long broken,
        long insertedRows,
        long updatedRows,
        long refusedRows,
        long tokensIssued,
        long tokensRefused,
        Map<String, Long> endpoints,
        Map<String, Long> statuses,
        Map<String, Long> tokensByOrg) {

    public long calls(String endpoint) {
        return endpoints.getOrDefault(endpoint, 0L);
    }
}
