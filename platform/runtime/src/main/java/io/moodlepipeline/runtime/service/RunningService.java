package io.moodlepipeline.runtime.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that was started. It may still wait for what it needs: {@link #health} says. */
public final class RunningService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningService.class);

    private final String name;
    private final HealthState health;
    private final Closer closer;

    public RunningService(String name, HealthState health, Closer closer) {
        this.name = name;
        this.health = health;
        this.closer = closer;
    }

    public String name() {
        return name;
    }

    public Health health() {
        return health.get();
    }

    /** Waits until the service has failed for a reason that only a person can mend. */
    public void awaitFailure() throws InterruptedException {
        health.awaitFailure();
    }

    /** Finishes what is in hand, takes nothing new and frees everything. */
    @Override
    public void close() {
        try {
            closer.close();
            log.atInfo().addKeyValue("service", name).log("Stopped");
        } catch (IllegalStateException e) {
            log.atError().addKeyValue("service", name).setCause(Trace.of(e)).log("Did not stop cleanly");
        }
    }

    /** Builds a service; what was already opened is closed again when a later step throws. */
    public static RunningService start(String name, Steps steps) {
        Closer closer = new Closer();
        HealthState health = new HealthState(name);
        try {
            steps.open(closer, health);
            return new RunningService(name, health, closer);
        } catch (Exception e) {
            try {
                closer.close();
            } catch (IllegalStateException suppressed) {
                e.addSuppressed(suppressed);
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw e instanceof RuntimeException known ? known : new IllegalStateException(name + " did not start", e);
        }
    }

    /** The steps of a start, top-down; each thing opened is registered with the closer. */
    @FunctionalInterface
    public interface Steps {
        void open(Closer closer, HealthState health) throws Exception;
    }
}
