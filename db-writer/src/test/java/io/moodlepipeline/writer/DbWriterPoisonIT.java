package io.moodlepipeline.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that cannot be written, few and many. */
@OnBackends
class DbWriterPoisonIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final long now = Instant.now().getEpochSecond();

    private final String brokers;
    private final School school;
    private final Database database;
    private final Students students;
    private Admin admin;

    DbWriterPoisonIT(KafkaBackend kafka, PostgresBackend postgres) {
        brokers = kafka.bootstrapServers();
        school = new School(brokers);
        database = postgres.createDatabase("poison");
        students = new Students(database);
    }

    @BeforeEach
    void start() throws Exception {
        admin = CleanBroker.admin(brokers);
        new TopicsApply(admin).apply(6);
        students.createTable();
    }

    @AfterEach
    void stop() {
        school.close();
        admin.close();
    }

    @Test
    void ofARowWhoseNewestVersionIsPoisonTheOlderGoodOneStands() throws Exception {
        students.execute("ALTER TABLE students ADD CONSTRAINT no_poison CHECK (first_name <> 'Poison')");
        school.send(school.user(1, now, "Neighbour"));
        school.send(school.user(7, now - 20, "Oldest"));
        school.send(school.user(7, now - 10, "Older, good"));
        school.send(school.user(7, now, "Poison"));

        try (RunningService writer = writer(Map.of())) {
            await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 1);
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(names()).containsExactly("Neighbour", "Older, good");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10})
    void aPoisonedRecordAmongSoManyLeavesTheHealthyOnesUnaffected(int among) throws Exception {
        students.execute("ALTER TABLE students ADD CONSTRAINT no_poison CHECK (moodle_user_id % " + among + " <> 0)");
        LongStream.rangeClosed(1, 1_000).forEach(id -> school.send(school.user(id, now, "Student " + id)));

        try (RunningService writer = writer(Map.of())) {
            await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 1_000 / among);
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(names()).hasSize(1_000 - 1_000 / among);
        assertThat(school.deadLetters())
                .allMatch(letter -> School.header(letter, "dlt.code").equals("REFUSED_BY_DATABASE"));
    }

    @Test
    void aFloodHaltsTheWriterAlsoAfterARestartAndAFixLetsItThrough() throws Exception {
        students.execute("ALTER TABLE students ADD CONSTRAINT nobody CHECK (false)");
        LongStream.rangeClosed(1, 200).forEach(id -> school.send(school.user(id, now, "Student " + id)));

        try (RunningService writer = writer(Map.of())) {
            awaitStatus(writer, Health.Status.HALTED);
        }
        try (RunningService writer = writer(Map.of())) {
            awaitStatus(writer, Health.Status.HALTED);
            assertThat(writer.health().live()).isTrue();
            assertThat(writer.health().ready()).isFalse();
            assertThat(school.deadLetters()).isEmpty();
            assertThat(committed()).isZero();

            students.execute("ALTER TABLE students DROP CONSTRAINT nobody");
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(names()).hasSize(200);
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void aSchoolWhoseRowsAreRefusedIsHeldBackAloneAndCatchesUpByItselfWithNothingTwice() throws Exception {
        refuseRowsOf(school.tenant());
        try (School other = new School(brokers)) {
            for (long id = 1; id <= 200; id++) {
                school.send(school.user(id, now, "Student " + id));
                if (id % 4 == 0) {
                    other.send(other.user(id, now, "Other " + id));
                }
            }
            other.send(other.malformed(1_000));

            try (RunningService writer = writer(Map.of())) {
                awaitStatus(writer, Health.Status.HALTED);
                await().atMost(PATIENCE)
                        .until(() -> students.firstNames(other.tenant()).size() == 50);
                await().atMost(PATIENCE).until(() -> other.deadLetters().size() == 1);
                assertThat(writer.health().detail())
                        .contains("tenant " + school.tenant(), "REFUSED_BY_DATABASE", "off:" + school.tenant())
                        .doesNotContain(other.tenant());
            }
            try (RunningService writer = writer(Map.of())) {
                awaitStatus(writer, Health.Status.HALTED);
                other.send(other.user(1_001, now, "Other, later"));
                await().atMost(PATIENCE)
                        .until(() -> students.firstNames(other.tenant()).size() == 51);
                assertThat(names()).isEmpty();
                assertThat(school.deadLetters()).isEmpty();

                students.execute("ALTER TABLE students DROP CONSTRAINT not_theirs");
                awaitStatus(writer, Health.Status.READY);
            }

            assertThat(names()).hasSize(200);
            assertThat(students.firstNames(other.tenant())).hasSize(51);
            assertThat(school.deadLetters()).isEmpty();
            assertThat(other.deadLetters())
                    .as("not written again by the restart")
                    .hasSize(1);
            assertThat(committed()).isEqualTo(252);
        }
    }

    @Test
    void onlyTheChosenSchoolIsLetThroughAndThatEndsItsStreak() throws Exception {
        try (School other = new School(brokers)) {
            refuseRowsOf(school.tenant(), other.tenant());
            LongStream.rangeClosed(1, 120).forEach(id -> {
                school.send(school.user(id, now, "Student " + id));
                other.send(other.user(id, now, "Other " + id));
            });

            try (RunningService writer = writer(Map.of("DEAD_LETTER_GUARD", "off:" + school.tenant()))) {
                await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 120);
                awaitStatus(writer, Health.Status.HALTED);
                assertThat(writer.health().detail())
                        .contains("tenant " + other.tenant())
                        .doesNotContain(school.tenant());
            }
            assertThat(other.deadLetters()).isEmpty();
            try (RunningService writer = writer(Map.of())) {
                school.send(school.user(121, now, "Student 121"));
                await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 121);
                awaitStatus(writer, Health.Status.HALTED);
                assertThat(writer.health().detail())
                        .contains("tenant " + other.tenant())
                        .doesNotContain(school.tenant());
            }
        }
    }

    @Test
    void withoutTheGuardAFloodBecomesDeadLetters() throws Exception {
        students.execute("ALTER TABLE students ADD CONSTRAINT nobody CHECK (false)");
        LongStream.rangeClosed(1, 200).forEach(id -> school.send(school.user(id, now, "Student " + id)));

        try (RunningService writer = writer(Map.of("DEAD_LETTER_GUARD", "off"))) {
            await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 200);
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(committed()).isEqualTo(200);
    }

    /** Deadlock, serialization failure, statement timeout, lost connection. */
    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001", "57014", "08006"})
    void whatPassesIsWaitedOutAndIsNobodysDeadLetter(String sqlState) throws Exception {
        students.failWrites("true", sqlState, 6);
        LongStream.rangeClosed(1, 20).forEach(id -> school.send(school.user(id, now, "Student " + id)));

        try (RunningService writer = writer(Map.of())) {
            await().atMost(PATIENCE).until(() -> names().size() == 20);
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(school.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01 RETRIES_EXHAUSTED", "ZZ001 UNKNOWN_TARGET_FAILURE"})
    void whatMeetsOneRecordAloneAgainAndAgainIsTriedThenKeptForARetry(String stateAndCode) throws Exception {
        String sqlState = stateAndCode.substring(0, 5);
        students.failWrites("NEW.moodle_user_id = 7", sqlState, Integer.MAX_VALUE);
        LongStream.rangeClosed(1, 20).forEach(id -> school.send(school.user(id, now, "Student " + id)));

        try (RunningService writer = writer(Map.of())) {
            await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 1);
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(names()).hasSize(19).doesNotContain("Student 7");
        ConsumerRecord<byte[], byte[]> letter = school.deadLetters().get(0);
        assertThat(School.header(letter, "dlt.code")).isEqualTo(stateAndCode.substring(6));
        assertThat(School.header(letter, "dlt.retryable")).isEqualTo("true");
        assertThat(School.header(letter, "__connect.errors.exception.message"))
                .contains(sqlState)
                .doesNotContain("on purpose");
    }

    @Test
    void whileTheDeadLetterTopicRefusesWritesNothingIsCommittedAndThenAllIsMadeGood() throws Exception {
        try (RunningService writer = writer(Map.of())) {
            awaitStatus(writer, Health.Status.READY);
            limitDeadLetters("1");
            school.send(school.malformed(7));
            awaitStatus(writer, Health.Status.DEGRADED);
            assertThat(writer.health().detail()).contains("dead-letter topics");
            assertThat(committed()).isZero();

            limitDeadLetters("2097152");
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(school.deadLetters()).isNotEmpty();
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void aRedrivenRecordIsResolvedAndThoseOfOthersAreSkipped() {
        UUID operation = UUID.randomUUID();
        ProducerRecord<byte[], byte[]> mine = school.user(1, now, "Redriven");
        RedriveHeaders.mark(mine.headers(), "db-writer", new LetterPosition(3, 17), operation);
        ProducerRecord<byte[], byte[]> others = school.malformed(2);
        RedriveHeaders.mark(others.headers(), "zoho-sink.north", new LetterPosition(3, 18), operation);
        school.send(others);
        school.send(mine);

        try (RunningService writer = writer(Map.of())) {
            await().atMost(PATIENCE).until(() -> names().equals(List.of("Redriven")));
            awaitStatus(writer, Health.Status.READY);
        }

        assertThat(school.read(Topics.DEAD_LETTER_AUDIT))
                .singleElement()
                .satisfies(record -> assertThat(AuditRecord.read(record.value()))
                        .get()
                        .returns(LetterAction.RESOLVED, AuditRecord::action)
                        .returns(new LetterPosition(3, 17), AuditRecord::letter)
                        .returns(operation, AuditRecord::operation));
        assertThat(school.deadLetters()).isEmpty();
        assertThat(committed()).isEqualTo(2);
    }

    private void refuseRowsOf(String... tenants) throws Exception {
        students.execute("ALTER TABLE students ADD CONSTRAINT not_theirs CHECK (tenant_id NOT IN ('"
                + String.join("', '", tenants) + "'))");
    }

    private RunningService writer(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(Map.of(
                "KAFKA_FETCH_MAX_WAIT_MS",
                "20", // a stop waits for the fetch under way
                "KAFKA_BOOTSTRAP_SERVERS",
                brokers,
                "MANAGEMENT_PORT",
                "0",
                "DATABASE_URL",
                database.jdbcUrl(),
                "DATABASE_USER",
                database.user(),
                "DATABASE_PASSWORD",
                database.password()));
        // As many tries as ever, soon after each other.
        Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500), RandomGenerator.getDefault());
        return DbWriterApplication.start(environment, backoff);
    }

    private static void awaitStatus(RunningService writer, Health.Status status) {
        await().atMost(PATIENCE).until(() -> writer.health().status() == status);
    }

    private List<String> names() {
        return students.firstNames(school.tenant());
    }

    private void limitDeadLetters(String maxMessageBytes) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEAD_LETTER);
        AlterConfigOp limit =
                new AlterConfigOp(new ConfigEntry("max.message.bytes", maxMessageBytes), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all().get();
    }

    /** How many records of users the group has done with. */
    private long committed() {
        try {
            return admin.listConsumerGroupOffsets("db-writer").partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(committed -> committed.getKey().topic().equals(EventType.USER_CREATED.topic()))
                    .map(Map.Entry::getValue)
                    .filter(Objects::nonNull)
                    .mapToLong(offset -> offset.offset())
                    .sum();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
