package io.moodlepipeline.gateway.ingest;

import java.util.Map;
import java.util.OptionalLong;

/** The event times of bodies that came before and of whose requests only the body was signed. Bounded, as {@link KnownEvents} is. */
final class BodyTimes {
    private final Map<Key, Long> times;

    /** @param most how many are remembered, of all tenants together */
    BodyTimes(int most) {
        this.times = new Newest<>(most);
    }

    /** 0 when it came first without a time; empty when it did not come before. */
    synchronized OptionalLong first(String tenant, Content content) {
        Long time = times.get(new Key(tenant, content));
        return time == null ? OptionalLong.empty() : OptionalLong.of(time);
    }

    synchronized void remember(String tenant, Content content, long eventTimeMillis) {
        times.putIfAbsent(new Key(tenant, content), eventTimeMillis);
    }

    private record Key(String tenant, Content content) {}
}
