package io.moodlepipeline.gateway.tenants;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Optional;

/** A school, and what its requests must prove. */
public final class Tenant {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final String name;
    private final Authentication authentication;
    private final Optional<RateLimiter> rate;
    private final DailyQuota refusals;
    private final int epoch;

    /** @param epoch of its events: those of a higher one are newer, whatever else they say */
    public Tenant(String name, Authentication authentication, TenantLimits limits, int epoch) {
        int requestsPerSecond = limits.requestsPerSecond();
        this.name = name;
        this.authentication = authentication;
        this.rate = requestsPerSecond == 0 ? Optional.empty() : Optional.of(limiter(name, requestsPerSecond));
        this.refusals = new DailyQuota(limits.refusedBytesPerDay());
        this.epoch = epoch;
    }

    /**
     * A tenant in its first epoch.
     *
     * @param requestsPerSecond 0 for no limit
     */
    public Tenant(String name, Authentication authentication, int requestsPerSecond) {
        this(name, authentication, new TenantLimits(requestsPerSecond, 0), 0);
    }

    private static RateLimiter limiter(String name, int requestsPerSecond) {
        return RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(requestsPerSecond)
                        .limitRefreshPeriod(PERIOD)
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    public String name() {
        return name;
    }

    public Authentication authentication() {
        return authentication;
    }

    public int epoch() {
        return epoch;
    }

    /** Of the bodies that are kept although they cannot be used. */
    public DailyQuota refusals() {
        return refusals;
    }

    /** Whether one more request may be taken now; counts it. */
    public boolean hasRoom() {
        return rate.map(RateLimiter::acquirePermission).orElse(true);
    }
}
