package io.moodlepipeline.zohosimulator.traffic;

import java.util.Map;
import java.util.TreeMap;

/** Counts since the start. Token requests are no calls. */
public final class Traffic {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Map<String, Long> endpoints = new TreeMap<>();
    private final Map<String, Long> statuses = new TreeMap<>();
    private final Map<String, Long> tokensIssued = new TreeMap<>();
    private long calls;
    private long refused;
    private long rateLimited;
    private long broken;
    private long credits;
    private long inserted;
    private long updated;
    private long refusedRows;
    private long tokensRefused;

    public synchronized void call(String endpoint) {
        calls++;
        endpoints.merge(endpoint, 1L, Long::sum);
    }

    /** @param refusedWhole whether no part of it was done */
    public synchronized void answered(int status, boolean refusedWhole) {
        statuses.merge(Integer.toString(status), 1L, Long::sum);
        if (refusedWhole) {
            refused++;
        }
        if (status == TOO_MANY_REQUESTS) {
            rateLimited++;
        }
    }

    public synchronized void broken() {
        broken++;
    }

    public synchronized void charged(long amount) {
        credits += amount;
    }

    public synchronized void rowInserted() {
        inserted++;
    }

    public synchronized void rowUpdated() {
        updated++;
    }

    public synchronized void rowRefused() {
        refusedRows++;
    }

    public synchronized void tokenIssued(String org) {
        tokensIssued.merge(org, 1L, Long::sum);
    }

    public synchronized void tokenRefused() {
        tokensRefused++;
    }

    public synchronized Stats stats() {
        return new Stats(
                calls,
                credits,
                refused,
                rateLimited,
                broken,
                inserted,
                updated,
                refusedRows,
                tokensIssued.values().stream().mapToLong(Long::longValue).sum(),
                tokensRefused,
                Map.copyOf(endpoints),
                Map.copyOf(statuses),
                Map.copyOf(tokensIssued));
    }
}
