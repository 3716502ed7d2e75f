package io.moodlepipeline.runtime.deadletter;

import java.util.Map;
import java.util.TreeMap;

/** How many records of each tenant in a row were dead letters, as the flood guard counts. */
public final class Streaks {
    private final Map<String, Integer> byTenant = new TreeMap<>();

    /** Of every tenant that is not named: an older version counted all tenants together. */
    private int ofTheRest;

    /** @return 0 for a tenant of whom nothing is known */
    public int of(String tenant) {
        return byTenant.getOrDefault(tenant, ofTheRest);
    }

    public void set(String tenant, int streak) {
        if (streak == 0 && ofTheRest == 0) {
            byTenant.remove(tenant);
        } else {
            byTenant.put(tenant, streak);
        }
    }

    /** Counts on from what was noted, where that is more. */
    public void continueFrom(GuardNote note) {
        ofTheRest = Math.max(ofTheRest, note.streakOfTheRest());
        note.streaks().forEach((tenant, streak) -> set(tenant, Math.max(of(tenant), streak)));
    }

    /** Those that are not 0. */
    public Map<String, Integer> running() {
        Map<String, Integer> running = new TreeMap<>(byTenant);
        running.values().removeIf(streak -> streak == 0);
        return running;
    }
}
