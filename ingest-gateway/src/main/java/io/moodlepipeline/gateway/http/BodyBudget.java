package io.moodlepipeline.gateway.http;

import java.util.concurrent.Semaphore;

/**
 * Bounds the memory that bodies in hand may take, however many arrive at once. Who finds no room is told to come again, which costs
 * less than running out of memory.
 */
final class BodyBudget {
    /** A body is held several times over while it is read: as bytes, as text, as a tree, as a record. */
    private static final int COPIES = 12;

    private final Semaphore bytes;

    BodyBudget(long maxHeapBytes) {
        this.bytes =
                new Semaphore((int) Math.max(Gate.MAX_BODY_BYTES, Math.min(Integer.MAX_VALUE, maxHeapBytes / COPIES)));
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
