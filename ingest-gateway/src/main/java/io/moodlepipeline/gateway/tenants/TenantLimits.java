package io.moodlepipeline.gateway.tenants;

/**
 * What a tenant may ask of the gateway, so that one school's mistake or stolen token does not cost the others.
 *
 * @param requestsPerSecond 0 for no limit
 * @param refusedBytesPerDay of bodies that are kept although they cannot be used, and 1000 for each; 0 for no limit
 */
public record TenantLimits(int requestsPerSecond, int refusedBytesPerDay) {
    public static final int MAX_REQUESTS_PER_SECOND = 1_000_000;
}
