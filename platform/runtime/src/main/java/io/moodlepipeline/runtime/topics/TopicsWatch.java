package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.runtime.brokers.KafkaFailures;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again, on a thread of its own, whether the topics are as the service needs them, and makes it unready, naming the topic,
 * as long as they are not, or no broker answers. Kafka's clients go on without a topic that was deleted, and say nothing.
 */
public final class TopicsWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicsWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final HealthState health;
    private List<String> seenBefore = List.of();

    private Thread thread;

    TopicsWatch(HealthState health) {
        this.health = health;
    }

    public static TopicsWatch start(Map<String, Object> adminProperties, HealthState health) {
        TopicsWatch watch = new TopicsWatch(health);
        Admin admin = Admin.create(adminProperties);
        watch.thread = new Thread(() -> watch.run(admin), "topics-watch");
        // Holds nothing that would have to be finished.
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void run(Admin admin) {
        try {
            TopicsCheck check = new TopicsCheck(admin, Retention.LEAST);
            while (!Thread.currentThread().isInterrupted()) {
                look(check::report);
                TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Without a limit it would wait for calls that no broker answers.
            admin.close(Duration.ZERO);
        }
    }

    void look(Look topics) throws InterruptedException {
        try {
            note(topics.report().problems());
        } catch (ExecutionException | RuntimeException e) {
            log.atDebug().addKeyValue("failure", e.getClass().getSimpleName()).log("The topics cannot be looked at");
            // Whatever the reason: the consumers wait for a broker without a word.
            note(List.of(KafkaFailures.words(e).orElse("Kafka does not answer")));
        }
    }

    /** A broker that has just started may not know of every topic yet, and one may be slow, so one look is not believed. */
    void note(List<String> problems) {
        if (problems.isEmpty()) {
            health.unblock(this);
        } else if (problems.equals(seenBefore)) {
            health.block(this, String.join("; ", problems));
        }
        seenBefore = problems;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** One look at the topics. */
    @FunctionalInterface
    interface Look {
        TopicsReport report() throws ExecutionException, InterruptedException;
    }
}
