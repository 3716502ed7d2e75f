package io.moodlepipeline.runtime.service;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was registered, the last first. The first failure is the cause of what is thrown, later ones are attached to it as
 * suppressed.
 */
public final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    public synchronized <T extends AutoCloseable> T register(T resource) {
        resources.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        Exception first = null;
        boolean interrupted = false;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                interrupted |= e instanceof InterruptedException;
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        // Not before: what is still to be closed may have to wait for its work in hand.
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (first != null) {
            throw new IllegalStateException("not everything closed cleanly", first);
        }
    }
}
