package io.moodlepipeline.processor.banding;

import java.util.Map;

/**
 * Whose grades are judged by which rules.
 *
 * @param defaults for every tenant without rules of its own
 */
public record BandingPolicy(BandingRules defaults, Map<String, BandingRules> tenants) {

    public static final BandingPolicy BUILT_IN = new BandingPolicy(BandingRules.BUILT_IN, Map.of());

    public BandingPolicy {
        tenants = Map.copyOf(tenants);
    }

    public BandingRules rulesOf(String tenant) {
        return tenants.getOrDefault(tenant, defaults);
    }
}
