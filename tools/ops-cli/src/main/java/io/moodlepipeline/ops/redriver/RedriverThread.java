package io.moodlepipeline.ops.redriver;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.topics.TopicsGate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a round every now and then, on a thread of its own. */
final class RedriverThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedriverThread.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private final RedriveRounds rounds;
    private final Duration interval;
    private final Map<String, Object> admin;
    private final HealthState health;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean waitingForTopics = true;
    private final Thread thread = new Thread(this::run, "redriver");

    private RedriverThread(RedriveRounds rounds, Duration interval, Map<String, Object> admin, HealthState health) {
        this.rounds = rounds;
        this.interval = interval;
        this.admin = admin;
        this.health = health;
    }

    static RedriverThread start(
            RedriveRounds rounds, Duration interval, Map<String, Object> admin, HealthState health) {
        RedriverThread started = new RedriverThread(rounds, interval, admin, health);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            TopicsGate.await(admin, health);
            waitingForTopics = false;
            Duration pause = round();
            while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = round();
            }
        } catch (InterruptedException e) {
            log.atInfo().log("Stopped before its topics were there");
        } catch (RuntimeException | Error e) {
            // Messages of others may quote data: only the kind and the place are told.
            String place = e.getStackTrace().length == 0 ? "unknown place" : e.getStackTrace()[0].toString();
            health.set(Health.failed("the redriver failed: " + e.getClass().getName() + " at " + place));
        }
    }

    /** @return how long to wait for the next */
    private Duration round() {
        try {
            rounds.run(() -> stopping.getCount() == 0);
            health.set(Health.inGoodOrder());
            return interval;
        } catch (OpsException e) {
            health.set(Health.degraded(e.getMessage()));
            return AFTER_A_FAILURE.compareTo(interval) < 0 ? AFTER_A_FAILURE : interval;
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        if (waitingForTopics) {
            thread.interrupt();
        }
        try {
            thread.join(DRAIN_LIMIT.toMillis());
            if (thread.isAlive()) {
                log.atWarn()
                        .addKeyValue("limit", DRAIN_LIMIT)
                        .log("The letters in hand did not end in time; they stay open");
                thread.interrupt();
                thread.join(DRAIN_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
