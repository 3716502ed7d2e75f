package io.moodlepipeline.gateway.tenants;

import inet.ipaddr.IPAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the wrong tokens of each client, who is one IPv4 address or one IPv6 network of 64 bits. A right one is never held up: schools may
 * share an address with whoever guesses. So many that a sender whose settings are wrong is still told so.
 */
public final class GuessLimit {
    private static final int FAILURES = 100;
    private static final long WITHIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int NETWORK_BITS = 64;

    /** Whoever has more addresses than this to guess from is not to be stopped by counting them. */
    private static final int MOST_CLIENTS = 10_000;

    private final LongSupplier nanoTime;
    private final Map<Optional<IPAddress>, Failures> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Optional<IPAddress>, Failures> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    public GuessLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Counts one more failure.
     *
     * @param client empty when the address cannot be read
     * @return whether these are too many
     */
    public synchronized boolean failed(Optional<IPAddress> client) {
        long now = nanoTime.getAsLong();
        Failures failures = clients.computeIfAbsent(client.map(GuessLimit::network), key -> new Failures(now));
        if (now - failures.since > WITHIN_NANOS) {
            failures.since = now;
            failures.count = 0;
        }
        failures.count++;
        return failures.count > FAILURES;
    }

    public static long secondsToWait() {
        return TimeUnit.NANOSECONDS.toSeconds(WITHIN_NANOS);
    }

    private static IPAddress network(IPAddress address) {
        return address.isIPv6() ? address.toPrefixBlock(NETWORK_BITS) : address;
    }

    private static final class Failures {
        private long since;
        private int count;

        Failures(long since) {
            this.since = since;
        }
    }
}
