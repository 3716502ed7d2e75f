package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link ConsumerLoop} on a thread of its own, once what it needs is there. A loop that dies turns the health red. */
public final class ConsumerThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsumerThread.class);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private final Preparation preparation;
    private final ConsumerLoop loop;
    private final HealthState health;
    private final Thread thread;
    private boolean preparing = true;
    private boolean closing;

    private ConsumerThread(String name, Preparation preparation, ConsumerLoop loop, HealthState health) {
        this.preparation = preparation;
        this.loop = loop;
        this.health = health;
        this.thread = new Thread(this::run, name);
    }

    /** @param preparation waits for topics, target and the like; its interruption means that the service stops */
    public static ConsumerThread start(String name, Preparation preparation, ConsumerLoop loop, HealthState health) {
        ConsumerThread started = new ConsumerThread(name, preparation, loop, health);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            preparation.await();
            health.set(Health.waiting("joining its consumer group"));
        } catch (InterruptedException e) {
            log.atInfo().log("Stopped before it began to consume");
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        try {
            // When stopped or failed before, the loop only closes its consumer.
            if (!maybeConsume()) {
                loop.stop();
            }
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized boolean maybeConsume() {
        preparing = false;
        // An interrupt that came too late to end the preparation must not disturb the consumer's leaving of its group.
        boolean interrupted = Thread.interrupted();
        return !interrupted && !closing && health.get().live();
    }

    /** Messages of others may quote data: of their failures only the kind and the place are told. */
    private void fail(Throwable failure) {
        String place = failure.getStackTrace().length == 0 ? "unknown place" : failure.getStackTrace()[0].toString();
        String reason = failure instanceof UnrecoverableException
                ? failure.getMessage()
                : failure.getClass().getName() + " at " + place;
        health.set(Health.failed("the consumer failed: " + reason));
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            if (preparing) {
                thread.interrupt();
            }
        }
        loop.stop();
        try {
            thread.join(DRAIN_LIMIT.toMillis());
            if (thread.isAlive()) {
                log.atWarn()
                        .addKeyValue("limit", DRAIN_LIMIT)
                        .log("The batch in hand did not end in time; it will come again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What must be there before the first record is read. */
    @FunctionalInterface
    public interface Preparation {
        void await() throws InterruptedException;
    }
}
