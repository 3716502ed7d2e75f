package io.moodlepipeline.gateway.http;

import io.moodlepipeline.gateway.tenants.Tenant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Bounds the memory that bodies in hand may take, however many arrive at once, and how much of it and of the connections one tenant may
 * have. Who finds no room is told to come again, which costs less than running out of memory.
 */
final class BodyBudget {
    /** What the gateway itself holds, bodies aside. */
    private static final long OWN_BYTES = 32L * 1024 * 1024;

    /**
     * How many times its size a body takes at most, all stages together: as bytes and in the producer's buffer, twice for as long as the
     * brokers take; and while it is parsed eleven times more. That was measured as the least free heap in which the worst body found
     * can be parsed, which is a feedback of 1 MiB in ASCII that ends with an escaped NUL and one Arabic letter: as text, unescaped,
     * widened and cleaned.
     */
    private static final int COPIES = 14;

    private static final int FEWEST_REQUESTS = 4;

    private final Semaphore bytes;

    /** Where there are several, none can take all. */
    private final int bytesOfEach;

    /** Likewise of the connections: whose body does not come keeps its own for as long as an answer may take. */
    private final int requestsOfEach;

    private final Map<String, OfTenant> ofTenants = new ConcurrentHashMap<>();

    /** @param connections that the gateway holds at the same time */
    BodyBudget(long maxHeapBytes, int connections, boolean oneTenant) {
        long affordable = (maxHeapBytes - OWN_BYTES) / COPIES;
        this.bytes = new Semaphore((int) Math.max(Gate.MAX_BODY_BYTES, Math.min(Integer.MAX_VALUE, affordable)));
        int all = bytes.availablePermits();
        this.bytesOfEach = oneTenant ? all : Math.max(Gate.MAX_BODY_BYTES, all / 2);
        this.requestsOfEach = oneTenant ? connections : Math.max(FEWEST_REQUESTS, connections / 2);
    }

    /**
     * For one body of this tenant; takes no bytes yet.
     *
     * @throws RefusedException when the tenant has too many requests in hand
     */
    Share share(Tenant tenant) {
        OfTenant left = ofTenants.computeIfAbsent(
                tenant.name(), name -> new OfTenant(new Semaphore(bytesOfEach), new Semaphore(requestsOfEach)));
        if (!left.requests.tryAcquire()) {
            throw new RefusedException(Refusal.OVERLOADED);
        }
        return new Share(left);
    }

    private record OfTenant(Semaphore bytes, Semaphore requests) {}

    /** What a body has taken so far. A body that does not come takes nothing from others, however long it says that it will be. */
    final class Share implements AutoCloseable {
        private final OfTenant ofTenant;
        private int taken;
        private boolean closed;

        private Share(OfTenant ofTenant) {
            this.ofTenant = ofTenant;
        }

        /** @throws RefusedException when there is no room, or the request has its answer already */
        synchronized void grow(int count) {
            if (closed || !ofTenant.bytes.tryAcquire(count)) {
                throw new RefusedException(Refusal.OVERLOADED);
            }
            if (!bytes.tryAcquire(count)) {
                ofTenant.bytes.release(count);
                throw new RefusedException(Refusal.OVERLOADED);
            }
            taken += count;
        }

        @Override
        public synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            bytes.release(taken);
            ofTenant.bytes.release(taken);
            ofTenant.requests.release();
        }
    }
}
