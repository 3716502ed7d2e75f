package io.moodlepipeline.zoho.credit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.moodlepipeline.zoho.api.ZohoException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a tenant's calls cost. {@code zoho_credits_used} near {@code zoho_credits_budget} deserves an alarm, and so does
 * {@code zoho_throttled_total} when it goes on rising: then others use the organisation's allowance.
 */
public final class CreditMetrics {
    private static final String OK = "ok";

    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong budget = new AtomicLong();
    private final Counter rows;
    private final Counter throttled;

    public CreditMetrics(MeterRegistry registry, String tenant) {
        this.registry = registry;
        this.tags = Tags.of("tenant", tenant);
        this.rows = registry.counter("zoho.rows", tags);
        this.throttled = registry.counter("zoho.throttled", tags);
        registry.gauge("zoho.credits.used", tags, used);
        registry.gauge("zoho.credits.budget", tags, budget);
    }

    void budget(long credits) {
        budget.set(credits);
    }

    void used(long credits) {
        used.set(credits);
    }

    void taken(Endpoint endpoint, int sent) {
        count(endpoint, OK);
        rows.increment(sent);
    }

    void failed(Endpoint endpoint, ZohoException.Kind kind) {
        count(endpoint, kind.name().toLowerCase(Locale.ROOT));
        if (kind == ZohoException.Kind.THROTTLED) {
            throttled.increment();
        }
    }

    private void count(Endpoint endpoint, String outcome) {
        registry.counter(
                        "zoho.calls",
                        tags.and("endpoint", endpoint.name().toLowerCase(Locale.ROOT), "outcome", outcome))
                .increment();
    }
}
