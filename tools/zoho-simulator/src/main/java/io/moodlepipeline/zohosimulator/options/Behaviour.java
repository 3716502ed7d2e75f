package io.moodlepipeline.zohosimulator.options;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a simulator answers where Zoho itself is unknown, or may differ from one day to the next.
 *
 * @param deviations where it answers unlike the default
 * @param coqlInLimit the most values that an {@code in} of a query may list
 * @param latency how long each call of the API takes at least
 * @param retryAfter what a 429 says in {@code Retry-After}; zero: nothing
 */
public record Behaviour(Set<Deviation> deviations, int coqlInLimit, Duration latency, Duration retryAfter) {
    private static final int COQL_IN_LIMIT = 50;

    public Behaviour {
        Set<Deviation> copy = EnumSet.noneOf(Deviation.class);
        copy.addAll(deviations);
        deviations = Collections.unmodifiableSet(copy);
    }

    /** The stricter, or else the likelier answer everywhere. */
    public static Behaviour strict() {
        return new Behaviour(Set.of(), COQL_IN_LIMIT, Duration.ZERO, Duration.ZERO);
    }

    public Behaviour with(Deviation... more) {
        Set<Deviation> all = EnumSet.noneOf(Deviation.class);
        all.addAll(deviations);
        all.addAll(List.of(more));
        return new Behaviour(all, coqlInLimit, latency, retryAfter);
    }

    public Behaviour withCoqlInLimit(int limit) {
        return new Behaviour(deviations, limit, latency, retryAfter);
    }

    public Behaviour withLatency(Duration time) {
        return new Behaviour(deviations, coqlInLimit, time, retryAfter);
    }

    public Behaviour withRetryAfter(Duration time) {
        return new Behaviour(deviations, coqlInLimit, latency, time);
    }

    public boolean has(Deviation deviation) {
        return deviations.contains(deviation);
    }
}
