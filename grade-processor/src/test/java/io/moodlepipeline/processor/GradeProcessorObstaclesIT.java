package io.moodlepipeline.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does when the brokers are not as they should be; with a broker of its own to do it to. */
final class GradeProcessorObstaclesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FLOOD = 120;
    private static final String GROUP = "grade-processor";

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

    @Test
    void saysWhichTopicWasDeletedAndBandsGradesAgainOnceItIsThere() throws Exception {
        brokers.applyTopics();
        try (RunningService service = start()) {
            brokers.awaitEnriched(brokers.publish(SampleEvents.gradeUpdated()));

            brokers.admin()
                    .deleteTopics(List.of(EventType.GRADE_UPDATED.topic()))
                    .all()
                    .get();
            untroubled()
                    .atMost(PATIENCE)
                    .until(() ->
                            service.health().detail().contains("topic moodle.grade-updated is missing: create it"));
            assertThat(service.health().ready()).isFalse();

            brokers.applyTopics();
            brokers.awaitEnriched(brokers.publish(SampleEvents.gradeUpdated()));
            untroubled()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> service.health().ready());
        }
    }

    @Test
    void floodOfBadGradesHaltsItAlsoAfterRestartsUntilItIsStartedWithoutTheGuard() throws Exception {
        brokers.applyTopics();
        UUID lastBad = null;
        try (RunningService service = start()) {
            await().atMost(PATIENCE).until(() -> !brokers.readers(GROUP).isEmpty());
            Set<String> first = brokers.readers(GROUP);
            for (int i = 0; i < FLOOD; i++) {
                lastBad = brokers.publish(SampleEvents.gradeUpdated(grade -> grade.put("finalgrade", "sixty")));
            }
            await().atMost(PATIENCE).until(() -> service.health().status() == Health.Status.HALTED);
            assertThat(service.health().live()).isTrue();
            assertThat(service.health().ready()).isFalse();
            assertThat(service.health().detail()).contains("INVALID_FIELD", "DEAD_LETTER_GUARD=off");

            // No thread died of it: the same ones read on, for all others.
            brokers.awaitEnriched(brokers.publish("north-college", SampleEvents.gradeUpdated()));
            assertThat(brokers.readers(GROUP)).isEqualTo(first);
            assertThat(service.health().status()).isEqualTo(Health.Status.HALTED);
        }
        long trickle = brokers.deadLetters();
        assertThat(trickle).isLessThan(FloodGuard.IN_A_ROW);

        for (int restart = 0; restart < 2; restart++) {
            try (RunningService service = start()) {
                await().atMost(PATIENCE).until(() -> service.health().status() == Health.Status.HALTED);
            }
            // What was in flight at the stop is sent now; nothing is sent twice, and nothing past the wall.
            assertThat(brokers.deadLetters()).isBetween(trickle, (long) FloodGuard.IN_A_ROW - 1);
            trickle = brokers.deadLetters();
        }
        assertThat(trickle).isEqualTo(FloodGuard.IN_A_ROW - 1);

        UUID good = brokers.publish(SampleEvents.gradeUpdated());
        try (RunningService service = start(Map.of("DEAD_LETTER_GUARD", "off"))) {
            brokers.awaitDeadLetter(lastBad);
            brokers.awaitEnriched(good);
            assertThat(service.health().ready()).isTrue();
        }
        assertThat(brokers.deadLetters()).isEqualTo(FLOOD);

        // What was let through ended the row: the guard begins from nothing.
        UUID bad = brokers.publish(SampleEvents.gradeUpdated(grade -> grade.put("finalgrade", "sixty")));
        try (RunningService service = start()) {
            brokers.awaitDeadLetter(bad);
            assertThat(service.health().ready()).isTrue();
        }
        assertThat(brokers.deadLetters()).isEqualTo(FLOOD + 1);
        assertThat(brokers.count(EventType.GRADE_ENRICHED.topic()))
                .as("nobody's grade was banded again by the restarts")
                .isEqualTo(2);
    }

    @Test
    void contradictoryGradesOfOneSchoolHoldUpNobody() throws Exception {
        brokers.applyTopics();
        try (RunningService service = start()) {
            UUID lastBad = null;
            for (int i = 0; i < 52; i++) {
                lastBad = brokers.publish(
                        "north-college",
                        SampleEvents.gradeUpdated(
                                grade -> grade.put("grademin", 50).put("grademax", 50)));
            }
            UUID lastGood = null;
            for (int i = 0; i < 12; i++) {
                lastGood = brokers.publish("south-college", SampleEvents.gradeUpdated());
            }

            brokers.awaitEnriched(lastGood);
            brokers.awaitDeadLetter(lastBad);
            assertThat(service.health().ready()).isTrue();
        }
        assertThat(brokers.deadLetters()).isEqualTo(52);
        assertThat(brokers.count(EventType.GRADE_ENRICHED.topic())).isEqualTo(12);
    }

    @Test
    void onlyTheChosenSchoolIsLetThrough() throws Exception {
        brokers.applyTopics();
        UUID lastOfNorth = null;
        for (int i = 0; i < FLOOD; i++) {
            lastOfNorth = brokers.publish("north-college", "not JSON".getBytes(StandardCharsets.UTF_8));
            brokers.publish("south-college", "not JSON".getBytes(StandardCharsets.UTF_8));
        }
        try (RunningService service = start(Map.of("DEAD_LETTER_GUARD", "off:north-college"))) {
            brokers.awaitDeadLetter(lastOfNorth);
            await().atMost(PATIENCE).until(() -> service.health().status() == Health.Status.HALTED);
            assertThat(service.health().detail())
                    .contains("tenant south-college")
                    .doesNotContain("north-college");
        }
        assertThat(brokers.deadLetters()).isEqualTo(FLOOD + FloodGuard.IN_A_ROW - 1);
    }

    @Test
    void haltedInstanceGoesOnOnceAnotherHasGotPastTheFlood() throws Exception {
        brokers.applyTopics();
        try (RunningService halted = start()) {
            for (int i = 0; i < FLOOD; i++) {
                brokers.publish(SampleEvents.gradeUpdated(grade -> grade.put("finalgrade", "sixty")));
            }
            await().atMost(PATIENCE).until(() -> halted.health().status() == Health.Status.HALTED);

            // Two threads against one get two of the three partitions: the last, where the flood is, and one before it.
            try (RunningService other = start(Map.of("DEAD_LETTER_GUARD", "off", "KAFKA_NUM_STREAM_THREADS", "2"))) {
                await().atMost(PATIENCE).until(() -> halted.health().ready());

                brokers.awaitEnriched(brokers.publish(SampleEvents.gradeUpdated()));
                assertThat(other.health().ready()).isTrue();
                await().atMost(PATIENCE).until(() -> brokers.deadLetters() == FLOOD);
            }
        }
    }

    /** Waits though threads of the stream die meanwhile, as they should. */
    private static ConditionFactory untroubled() {
        return await().dontCatchUncaughtExceptions();
    }

    private RunningService start() {
        return start(Map.of());
    }

    private RunningService start(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("MANAGEMENT_PORT", "0");
        environment.put("KAFKA_FETCH_MAX_WAIT_MS", "20"); // a stop waits for the fetch under way
        // A thread that died is missed, and its partitions are given to the next, after three seconds instead of ten.
        environment.put("KAFKA_SESSION_TIMEOUT_MS", "3000");
        environment.put("KAFKA_HEARTBEAT_INTERVAL_MS", "500");
        return GradeProcessorApplication.start(environment);
    }
}
