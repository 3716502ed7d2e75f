package io.moodlepipeline.runtime.service;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service's health now. Each change is logged once, where it is made. A failure is final. */
public final class HealthState implements Supplier<Health> {
    private static final Logger log = LoggerFactory.getLogger(HealthState.class);

    private final String service;
    private final CountDownLatch failed = new CountDownLatch(1);
    private final Consumer<Health> listener;
    private Health current = Health.waiting("starting");

    public HealthState(String service) {
        this(service, health -> {});
    }

    /** @param listener told each change, once it is made; must not come back to this state */
    public HealthState(String service, Consumer<Health> listener) {
        this.service = service;
        this.listener = listener;
    }

    @Override
    public synchronized Health get() {
        return current;
    }

    public synchronized void set(Health next) {
        if (next.equals(current) || !current.live()) {
            return;
        }
        current = next;
        boolean needsAPerson = !next.live() || next.status() == Health.Status.HALTED;
        (needsAPerson ? log.atError() : log.atInfo())
                .addKeyValue("service", service)
                .addKeyValue("status", next.status())
                .addKeyValue("detail", next.detail())
                .log("Health changed");
        listener.accept(next);
        if (!next.live()) {
            failed.countDown();
        }
    }

    /** Waits until the service has failed. */
    public void awaitFailure() throws InterruptedException {
        failed.await();
    }
}
