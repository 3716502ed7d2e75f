package io.moodlepipeline.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer with a real broker and a real database. */
@OnBackends
class DbWriterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String brokers;
    private final School school;

    @TempDir
    Path folder;

    DbWriterIT(KafkaBackend kafka) {
        this.brokers = kafka.bootstrapServers();
        this.school = new School(brokers);
    }

    @BeforeEach
    void topics() throws InterruptedException, ExecutionException {
        try (Admin admin = CleanBroker.admin(brokers)) {
            new TopicsApply(admin).apply(6);
        }
    }

    @AfterEach
    void close() {
        school.close();
    }

    @Test
    void anEventBecomesARowAndAnOlderOneDoesNotReplaceIt(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("newest_wins");
        try (RunningService writer = start(database)) {
            long now = Instant.now().getEpochSecond();
            school.send(school.user(7, now, "Newer"));
            school.send(school.user(7, now - 10, "Older"));
            school.send(school.user(8, now, "Marker"));

            await().atMost(PATIENCE).until(() -> names(database).size() == 2);
            assertThat(names(database)).containsExactly("Newer", "Marker");
            await().until(() -> writer.health().equals(Health.inGoodOrder()));
        }
    }

    @Test
    void aRowThatTheDatabaseRefusesIsDeadLetteredAloneAndItsNeighboursAreWritten(PostgresBackend postgres)
            throws Exception {
        Database database = postgres.createDatabase("poison");
        try (RunningService writer = start(database)) {
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.READY);
            new Students(database)
                    .execute("ALTER TABLE students ADD CONSTRAINT no_sixteen CHECK (moodle_user_id % 100 <> 16)");
            long now = Instant.now().getEpochSecond();
            LongStream.rangeClosed(1, 50).forEach(id -> school.send(school.user(id, now, "Student " + id)));
            school.send(school.malformed(51));

            await().atMost(PATIENCE).until(() -> names(database).size() == 49);
            assertThat(names(database)).doesNotContain("Student 16");
            List<ConsumerRecord<byte[], byte[]>> letters = awaitDeadLetters(2);
            assertThat(letters)
                    .extracting(letter -> School.header(letter, "dlt.code"))
                    .containsExactlyInAnyOrder("REFUSED_BY_DATABASE", "INVALID_FIELD");
            ConsumerRecord<byte[], byte[]> refused = letters.stream()
                    .filter(letter -> School.header(letter, "dlt.code").equals("REFUSED_BY_DATABASE"))
                    .findFirst()
                    .orElseThrow();
            assertThat(School.header(refused, "__connect.errors.exception.message"))
                    .contains("23514", "no_sixteen")
                    .doesNotContain("Student 16");
            assertThat(School.header(refused, "__connect.errors.topic")).isEqualTo(EventType.USER_CREATED.topic());
            assertThat(School.header(refused, "dlt.consumer")).isEqualTo("db-writer");
            assertThat(new String(refused.value(), UTF_8)).contains("Student 16");
        }
    }

    @Test
    @EmbeddedOnly("stops and restarts its own database")
    void anOutageOfTheDatabaseIsWaitedOutAndNothingIsLost() throws Exception {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(EmbeddedPostgreSql.Options.in(folder));
                RunningService writer = start(postgres.database())) {
            long now = Instant.now().getEpochSecond();
            school.send(school.user(1, now, "Before"));
            await().atMost(PATIENCE).until(() -> names(postgres.database()).size() == 1);

            postgres.stop();
            LongStream.rangeClosed(2, 40).forEach(id -> school.send(school.user(id, now, "During")));
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.DEGRADED);
            assertThat(writer.health().ready()).isTrue();

            postgres.start();
            await().atMost(PATIENCE).until(() -> names(postgres.database()).size() == 40);
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.READY);
            assertThat(school.deadLetters()).isEmpty();
        }
    }

    @Test
    void onceADatabaseIsWritableAgainTheWriterGoesOnWithinSeconds(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("read_only");
        Students students = new Students(database);
        students.createTable();
        students.execute("ALTER DATABASE read_only SET default_transaction_read_only = on");
        try (RunningService writer = start(database)) {
            school.send(school.user(1, Instant.now().getEpochSecond(), "Waited"));
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.DEGRADED);
            assertThat(writer.health().detail()).contains("25006, read-only");

            students.execute("BEGIN READ WRITE; ALTER DATABASE read_only RESET default_transaction_read_only; COMMIT");

            await().atMost(PATIENCE).until(() -> names(database).equals(List.of("Waited")));
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.READY);
            assertThat(school.deadLetters()).isEmpty();
        }
    }

    @Test
    void aWriterThatFindsTablesOfAnotherProgramEndsAndSaysWhatToDo(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("foreign");
        new Students(database).execute("CREATE TABLE students (id int)");
        try (RunningService writer = start(database)) {
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.FAILED);

            assertThat(writer.health().detail()).contains("it has students", "?currentSchema=moodle");
        }
        Database moved =
                new Database(database.jdbcUrl() + "?currentSchema=moodle", database.user(), database.password());
        try (RunningService writer = start(moved)) {
            school.send(school.user(1, Instant.now().getEpochSecond(), "In our own schema"));

            await().atMost(PATIENCE).until(() -> names(moved).equals(List.of("In our own schema")));
            await().until(() -> writer.health().equals(Health.inGoodOrder()));
        }
    }

    @Test
    void aSecondWriterContinuesWhereTheFirstStopped(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("continues");
        long now = Instant.now().getEpochSecond();
        try (RunningService first = start(database)) {
            school.send(school.user(1, now, "First"));
            await().atMost(PATIENCE)
                    .until(() -> first.health().ready() && names(database).size() == 1);
        }
        new Students(database).execute("UPDATE students SET first_name = 'Not written again'");
        school.send(school.user(2, now, "Second"));
        try (RunningService second = start(database)) {
            await().atMost(PATIENCE)
                    .until(() -> second.health().ready() && names(database).size() == 2);
        }
        assertThat(names(database)).containsExactly("Not written again", "Second");
    }

    @Test
    void aTopicThatIsDeletedIsNamedAndReadAgainOnceItIsThere(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("topic_deleted");
        String topic = EventType.USER_CREATED.topic();
        long now = Instant.now().getEpochSecond();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
                RunningService writer = start(database)) {
            school.send(school.user(1, now, "Before"));
            await().atMost(PATIENCE).until(() -> names(database).size() == 1);

            admin.deleteTopics(List.of(topic)).all().get();
            await().atMost(PATIENCE)
                    .until(() -> writer.health().equals(Health.waiting("topic " + topic + " is missing: create it")));

            new TopicsApply(admin).apply(6);
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.READY);
            school.send(school.user(2, now, "After"));
            await().atMost(PATIENCE).until(() -> names(database).size() == 2);
            assertThat(writer.health()).isEqualTo(Health.inGoodOrder());
        }
    }

    @Test
    @EmbeddedOnly("starts a broker of its own that is set like an older one")
    void aBrokerWithoutTheConsumerGroupProtocolIsNamedAndWaitedFor(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("old_broker");
        EmbeddedKafka.Options options = EmbeddedKafka.Options.in(folder)
                .withPort(LocalPort.free("the broker").number());
        EmbeddedKafka old =
                EmbeddedKafka.started(options.withSettings(Map.of("group.coordinator.rebalance.protocols", "classic")));
        try (School ours = new School(old.bootstrapServers());
                Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, old.bootstrapServers()));
                RunningService writer = start(database, old.bootstrapServers())) {
            new TopicsApply(admin).apply(6);
            await().atMost(PATIENCE)
                    .until(() -> writer.health()
                            .detail()
                            .contains("needs Kafka 4.0 or newer, with the consumer group protocol"));
            assertThat(writer.health().live()).isTrue();
            assertThat(writer.health().ready()).isFalse();

            old.close();
            try (EmbeddedKafka upgraded = EmbeddedKafka.started(options)) {
                ours.send(ours.user(1, Instant.now().getEpochSecond(), "After"));
                await().atMost(Duration.ofMinutes(1))
                        .until(() ->
                                new Students(database).firstNames(ours.tenant()).equals(List.of("After")));
                assertThat(upgraded.bootstrapServers()).isEqualTo(old.bootstrapServers());
            }
        } finally {
            old.close();
        }
    }

    private RunningService start(Database database) {
        return start(database, brokers);
    }

    private static RunningService start(Database database, String brokers) {
        return DbWriterApplication.start(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                brokers,
                "KAFKA_FETCH_MAX_WAIT_MS",
                "20", // a stop waits for the fetch under way
                "MANAGEMENT_PORT",
                "0",
                "DATABASE_URL",
                database.jdbcUrl(),
                "DATABASE_USER",
                database.user(),
                "DATABASE_PASSWORD",
                database.password()));
    }

    private List<String> names(Database database) {
        return new Students(database).firstNames(school.tenant());
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int count) {
        await().atMost(PATIENCE).until(() -> school.deadLetters().size() == count);
        return school.deadLetters();
    }
}
