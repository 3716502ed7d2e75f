package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.brokers.KafkaFailures;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.Probation;
import io.moodlepipeline.runtime.service.Trace;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link ConsumerLoop} on a thread of its own, once what it needs is there. A loop that dies turns the health red; but where brokers
 * or machine do not let it work, and a person has to change them, the service says so and tries again with another loop.
 */
public final class ConsumerThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsumerThread.class);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private static final Duration NEXT_TRY = Duration.ofSeconds(10);

    private final Preparation preparation;
    private final Supplier<ConsumerLoop> loops;
    private final Duration nextTry;
    private final HealthState health;
    private final Probation probation;
    private final Thread thread;
    private ConsumerLoop loop;
    private boolean preparing = true;
    private boolean closing;

    private ConsumerThread(
            String name, Preparation preparation, Supplier<ConsumerLoop> loops, Duration nextTry, HealthState health) {
        this.preparation = preparation;
        this.loops = loops;
        this.nextTry = nextTry;
        this.health = health;
        this.probation = new Probation(health);
        this.thread = new Thread(this::run, name);
        this.loop = loops.get();
    }

    /**
     * @param preparation waits for topics, target and the like; its interruption means that the service stops
     * @param loops gives a loop with a consumer of its own each time, and the first at once
     */
    public static ConsumerThread start(
            String name, Preparation preparation, Supplier<ConsumerLoop> loops, HealthState health) {
        return start(name, preparation, loops, NEXT_TRY, health);
    }

    /** @param nextTry how long to wait after a loop that was not let work */
    static ConsumerThread start(
            String name, Preparation preparation, Supplier<ConsumerLoop> loops, Duration nextTry, HealthState health) {
        ConsumerThread started = new ConsumerThread(name, preparation, loops, nextTry, health);
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
            while (!worksUntilStopped()) {
                if (!renewedLoop()) {
                    return;
                }
                probation.works();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** @return false when it was not let work, which the health then says */
    private boolean worksUntilStopped() throws InterruptedException {
        try {
            loop.run();
            return true;
        } catch (RuntimeException | Error e) {
            Optional<String> words = KafkaFailures.words(e);
            if (words.isEmpty() || !health.get().live()) {
                throw e;
            }
            log.atDebug().setCause(Trace.of(e)).log("The consumer is not let work");
            probation.failed(words.get());
            return false;
        }
    }

    /** @return whether it is time for the next try; otherwise the service stops */
    private synchronized boolean renewedLoop() throws InterruptedException {
        long until = System.nanoTime() + nextTry.toNanos();
        long left = nextTry.toNanos();
        while (!closing && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = until - System.nanoTime();
        }
        if (!closing) {
            loop = loops.get();
        }
        return !closing;
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
                : KafkaFailures.words(failure).orElse(failure.getClass().getName() + " at " + place);
        health.set(Health.failed("the consumer failed: " + reason));
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            if (preparing) {
                thread.interrupt();
            }
            notifyAll();
            loop.stop();
        }
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
