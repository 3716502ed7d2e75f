package io.moodlepipeline.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.moodlepipeline.runtime.connections.ConnectionKeeper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Requests by event and status, and how long their answers took ({@code gateway_requests_seconds}). A growing count of status 503
 * deserves an alarm; {@code gateway_refused_total} of 401 and 403 tells of a wrong token or a guess at one.
 */
final class RequestMetrics {
    private final MeterRegistry registry;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param event a known event's name, never a text from the request */
    void answered(String event, int status, long nanos) {
        timers.computeIfAbsent(event + status, key -> timer(event, status)).record(nanos, TimeUnit.NANOSECONDS);
    }

    void watch(ConnectionKeeper connections) {
        Gauge.builder("gateway.connections", connections, ConnectionKeeper::open)
                .description("Open connections")
                .register(registry);
        FunctionCounter.builder("gateway.connections.given.way", connections, ConnectionKeeper::givenWay)
                .description("Connections closed to make room for others")
                .register(registry);
    }

    /** A request that was refused by its path, method or headers alone. */
    void refused(int status) {
        Counter.builder("gateway.refused")
                .description("Requests refused before their body was read")
                .tag("status", Integer.toString(status))
                .register(registry)
                .increment();
    }

    private Timer timer(String event, int status) {
        return Timer.builder("gateway.requests")
                .description("Requests for events and how long their answers took")
                .tag("event", event)
                .tag("status", Integer.toString(status))
                .register(registry);
    }
}
