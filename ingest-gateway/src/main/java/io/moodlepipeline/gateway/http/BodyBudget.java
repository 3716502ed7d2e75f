package io.moodlepipeline.gateway.http;

import java.util.concurrent.Semaphore;

/**
 * Bounds the memory that bodies in hand may take, however many arrive at once. Who finds no room is told to come again, which costs
 * less than running out of memory.
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

    private final Semaphore bytes;

    BodyBudget(long maxHeapBytes) {
        long affordable = (maxHeapBytes - OWN_BYTES) / COPIES;
        this.bytes = new Semaphore((int) Math.max(Gate.MAX_BODY_BYTES, Math.min(Integer.MAX_VALUE, affordable)));
    }

    /** @param declared the length a request declares; below 0 when it does not, and the largest must be reckoned with */
    static int of(long declared) {
        return declared < 0 ? Gate.MAX_BODY_BYTES : (int) declared;
    }

    boolean take(int count) {
        return bytes.tryAcquire(count);
    }

    void giveBack(int count) {
        bytes.release(count);
    }
}
