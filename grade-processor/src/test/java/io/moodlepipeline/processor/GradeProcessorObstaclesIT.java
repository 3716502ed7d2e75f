package io.moodlepipeline.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.SampleEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does when the brokers are not as they should be; with a broker of its own to do it to. */
final class GradeProcessorObstaclesIT {
    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private Brokers brokers;

    @BeforeEach
    void startBroker() {
        kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(directory));
        brokers = new Brokers(kafka);
    }

    @AfterEach
    void stopBroker() {
        brokers.close();
        kafka.close();
    }

    @Test
    void waitsUnreadyNamingTheMissingTopicAndStartsOnceItIsThere() throws Exception {
        try (RunningService service = start()) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> service.health().detail().contains("topic moodle.grade-updated is missing"));
            assertThat(service.health().ready()).isFalse();
            assertThat(service.health().live()).isTrue();

            brokers.applyTopics();
            await().atMost(Duration.ofSeconds(10)).until(() -> service.health().ready());
        }
    }

    @Test
    void closesPromptlyWhileItStillWaits() {
        RunningService service = start();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> service.health().detail().contains("is missing"));

        long before = System.nanoTime();
        service.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void offsetLostToRetentionStopsItLoudly() throws Exception {
        brokers.applyTopics();
        TopicPartition partition;
        try (RunningService service = start()) {
            UUID read = brokers.publish(SampleEvents.gradeUpdated());
            ConsumerRecord<byte[], byte[]> enriched = brokers.awaitEnriched(read);
            partition = new TopicPartition(EventType.GRADE_UPDATED.topic(), enriched.partition());
            assertThat(service.health().live()).isTrue();
        }
        brokers.publish(SampleEvents.gradeUpdated());
        brokers.publish(SampleEvents.gradeUpdated());
        brokers.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2)))
                .all()
                .get();

        try (RunningService service = start()) {
            await().atMost(Duration.ofSeconds(10)).until(() -> !service.health().live());
            Health health = service.health();
            assertThat(health.detail())
                    .contains("records were lost", partition.toString(), "reset the group's offsets");
        }
    }

    @Test
    void outageOfTheBrokerLosesNothing() throws Exception {
        brokers.applyTopics();
        try (RunningService service = start()) {
            brokers.awaitEnriched(brokers.publish(SampleEvents.gradeUpdated()));

            kafka.stop();
            kafka.start();

            brokers.awaitEnriched(brokers.publish(SampleEvents.gradeUpdated()));
            assertThat(service.health().live()).isTrue();
        }
    }

    private RunningService start() {
        return GradeProcessorApplication.start(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "MANAGEMENT_PORT", "0"));
    }
}
