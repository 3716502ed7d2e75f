package io.moodlepipeline.localstack.up;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A service that runs inside this process. */
final class ServicePart implements Part {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final StackService service;
    private final Map<String, String> settings;
    private final String summary;
    private final boolean mustBeReady;
    private final BooleanSupplier closing;
    private RunningService running;

    /**
     * @param mustBeReady false for one that may wait for something outside the stack: it has started when it runs
     * @param closing whether the stack is on its way down: a start then waits no longer
     */
    ServicePart(
            StackService service,
            Map<String, String> settings,
            String summary,
            boolean mustBeReady,
            BooleanSupplier closing) {
        this.service = service;
        this.settings = Map.copyOf(settings);
        this.summary = summary;
        this.mustBeReady = mustBeReady;
        this.closing = closing;
    }

    @Override
    public String name() {
        return service.moduleName();
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public void start() throws InterruptedException {
        RunningService starting = service.start(settings);
        try {
            if (mustBeReady) {
                awaitReady(starting);
            }
        } catch (IllegalStateException | InterruptedException e) {
            starting.close();
            throw e;
        }
        setRunning(starting);
    }

    @Override
    public void stop() {
        running().ifPresent(RunningService::close);
        setRunning(null);
    }

    /** Nothing before the start and after the end. */
    Optional<Health> health() {
        return running().map(RunningService::health);
    }

    private void awaitReady(RunningService starting) throws InterruptedException {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        for (Health health = starting.health(); !health.ready(); health = starting.health()) {
            if (!health.live()) {
                throw new IllegalStateException(health.detail());
            }
            if (closing.getAsBoolean()) {
                throw new IllegalStateException("stopped before it was ready: " + health.detail());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "not ready after " + READY_LIMIT.toSeconds() + " s: " + health.detail());
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private synchronized Optional<RunningService> running() {
        return Optional.ofNullable(running);
    }

    private synchronized void setRunning(RunningService newRunning) {
        running = newRunning;
    }
}
