package io.moodlepipeline.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Requests by event and status, and how long their answers took ({@code gateway_requests_seconds}). A growing count of status 503
 * deserves an alarm; 401 and 403 tell of a wrong token or a guess at one.
 */
final class RequestMetrics {
    private final MeterRegistry registry;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param event a known event's name, or a fixed word: never a text from the request */
    void answered(String event, int status, long nanos) {
        timers.computeIfAbsent(event + status, key -> timer(event, status)).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String event, int status) {
        return Timer.builder("gateway.requests")
                .description("Requests for events and how long their answers took")
                .tag("event", event)
                .tag("status", Integer.toString(status))
                .register(registry);
    }
}
