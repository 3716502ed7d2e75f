package io.moodlepipeline.gateway.http;

import inet.ipaddr.IPAddress;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.Tenants;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refusals that a stranger or one school can cause as often as it likes: a line for each tenant and code within 10 s, and how many
 * were left out since the last. Tenants that we do not know count as one. Never a token.
 */
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * @param claimed the tenant's name as the request has it, null when it has none
     * @param tenant whom that is
     */
    void refused(Refusal refusal, String claimed, Optional<Tenant> tenant, Optional<IPAddress> client) {
        String key = refusal.code() + " " + tenant.map(Tenant::name).orElse("");
        long now = nanoTime.getAsLong();
        lines.computeIfAbsent(key, any -> new Line(now))
                .next(now)
                .ifPresent(leftOut -> log.atWarn()
                        .addKeyValue("code", refusal.code())
                        .addKeyValue("tenant", name(claimed))
                        .addKeyValue(
                                "client",
                                client.map(IPAddress::toCanonicalString).orElse("unreadable"))
                        .addKeyValue("left_out", leftOut)
                        .log("Refused"));
    }

    /** A name that cannot be one may be anything, also a line of its own in the log. */
    private static String name(String claimed) {
        if (claimed == null) {
            return Tenants.DEFAULT;
        }
        return EventMetadata.TENANT_NAME.matcher(claimed).matches() ? claimed : "invalid";
    }

    private static final class Line {
        private long nextAt;
        private long leftOut;

        Line(long now) {
            this.nextAt = now;
        }

        synchronized Optional<Long> next(long now) {
            if (now - nextAt < 0) {
                leftOut++;
                return Optional.empty();
            }
            long before = leftOut;
            leftOut = 0;
            nextAt = now + LINE_EVERY_NANOS;
            return Optional.of(before);
        }
    }
}
