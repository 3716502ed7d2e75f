package io.moodlepipeline.runtime.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's health now. Each change is logged once, where it is made. A failure is final.
 *
 * <p>What the service says of itself and what blocks it from outside are kept apart: a loop that goes round says that all is well, and
 * knows nothing of a topic that is gone.
 */
public final class HealthState implements Supplier<Health> {
    private static final Logger log = LoggerFactory.getLogger(HealthState.class);

    private final String service;
    private final CountDownLatch failed = new CountDownLatch(1);
    private final Consumer<Health> listener;
    private Health own = Health.waiting("starting");

    /** Why the service cannot do its work, whatever it says itself; by who has found out. */
    private final Map<Object, String> blockers = new LinkedHashMap<>();

    private Health told = own;

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
        // A halt or a failure needs a person for a reason of its own.
        return blockers.isEmpty() || needsAPerson(own) ? own : Health.waiting(String.join("; ", blockers.values()));
    }

    public synchronized void set(Health next) {
        if (own.live()) {
            own = next;
            tell();
        }
    }

    /**
     * Makes the service unready until {@link #unblock}.
     *
     * @param by who says so, and alone can take it back
     */
    public synchronized void block(Object by, String reason) {
        blockers.put(by, reason);
        tell();
    }

    public synchronized void unblock(Object by) {
        blockers.remove(by);
        tell();
    }

    private void tell() {
        Health next = get();
        if (next.equals(told)) {
            return;
        }
        told = next;
        (needsAPerson(next) ? log.atError() : log.atInfo())
                .addKeyValue("service", service)
                .addKeyValue("status", next.status())
                .addKeyValue("detail", next.detail())
                .log("Health changed");
        listener.accept(next);
        if (!next.live()) {
            failed.countDown();
        }
    }

    private static boolean needsAPerson(Health health) {
        return !health.live() || health.status() == Health.Status.HALTED;
    }

    /** Waits until the service has failed. */
    public void awaitFailure() throws InterruptedException {
        failed.await();
    }
}
