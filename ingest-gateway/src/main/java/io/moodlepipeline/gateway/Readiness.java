package io.moodlepipeline.gateway;

import io.moodlepipeline.gateway.kafka.BrokerProbe;
import io.moodlepipeline.gateway.kafka.KafkaEventPublisher;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.topics.TopicsGate;
import java.util.concurrent.TimeUnit;

/** Watches, on a thread of its own, whether the gateway can do its work, and keeps its health up to date. */
final class Readiness implements AutoCloseable {
    private static final long LEARNING_MILLIS = 20;
    private static final long WATCHING_MILLIS = 1000;

    private final KafkaSettings kafka;
    private final KafkaEventPublisher publisher;
    private final BrokerProbe probe;
    private final HealthState health;
    private final Thread thread = new Thread(this::watch, "gateway-readiness");

    Readiness(KafkaSettings kafka, KafkaEventPublisher publisher, BrokerProbe probe, HealthState health) {
        this.kafka = kafka;
        this.publisher = publisher;
        this.probe = probe;
        this.health = health;
        thread.start();
    }

    private void watch() {
        try {
            TopicsGate.await(kafka.admin(), health);
            while (!publisher.knowsTopics()) {
                health.set(Health.waiting("learning where the topics are"));
                TimeUnit.MILLISECONDS.sleep(LEARNING_MILLIS);
            }
            while (!Thread.currentThread().isInterrupted()) {
                health.set(probe.check().join());
                TimeUnit.MILLISECONDS.sleep(WATCHING_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closing.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
