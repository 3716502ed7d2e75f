package io.moodlepipeline.gateway;

import io.moodlepipeline.gateway.kafka.BrokerProbe;
import io.moodlepipeline.gateway.kafka.KafkaEventPublisher;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.topics.TopicsGate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Watches, on a thread of its own, whether the gateway can do its work, and keeps its health up to date. Until the topics have been
 * seen to be as declared the gateway takes nothing: a topic that forgets too early would lose what was accepted.
 */
final class Readiness implements AutoCloseable {
    private static final String LEARNING = "learning where the topics are";
    private static final long LEARNING_MILLIS = 20;
    private static final long WATCHING_MILLIS = 1000;
    private static final long CLOSING_MILLIS = 5000;

    private final KafkaSettings kafka;
    private final KafkaEventPublisher publisher;
    private final BrokerProbe probe;
    private final HealthState health;
    private final Thread thread = new Thread(this::watch, "gateway-readiness");
    private volatile boolean open;

    private Readiness(KafkaSettings kafka, KafkaEventPublisher publisher, BrokerProbe probe, HealthState health) {
        this.kafka = kafka;
        this.publisher = publisher;
        this.probe = probe;
        this.health = health;
    }

    static Readiness watching(
            KafkaSettings kafka, KafkaEventPublisher publisher, BrokerProbe probe, HealthState health) {
        Readiness readiness = new Readiness(kafka, publisher, probe, health);
        readiness.thread.start();
        return readiness;
    }

    /** Whether the topics have been seen to be as declared; once true it stays so. */
    boolean isOpen() {
        return open;
    }

    /** Whether the brokers take records now, by what they say and by what became of the newest record. */
    CompletableFuture<Health> check() {
        if (!open) {
            return CompletableFuture.completedFuture(health.get());
        }
        if (publisher.failedJustNow()) {
            return CompletableFuture.completedFuture(Health.waiting("the newest event was not acknowledged"));
        }
        return probe.check();
    }

    private void watch() {
        try {
            TopicsGate.await(kafka.admin(), health);
            while (!publisher.knowsTopics()) {
                health.set(Health.waiting(LEARNING));
                TimeUnit.MILLISECONDS.sleep(LEARNING_MILLIS);
            }
            open = true;
            while (!Thread.currentThread().isInterrupted()) {
                // A topic that was made again has to be learned before the first event for it comes.
                health.set(publisher.knowsTopics() ? check().join() : Health.waiting(LEARNING));
                TimeUnit.MILLISECONDS.sleep(WATCHING_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closing.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            health.set(Health.failed(
                    "the watch over the brokers failed: " + e.getClass().getName()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
