package io.moodlepipeline.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer with a real broker and a real database. */
@OnBackends
class DbWriterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String brokers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Sequences sequences = new Sequences(Clock.systemUTC());

    /** Tests share topics, so each writes for a tenant of its own. */
    private final String tenant = "t" + UUID.randomUUID();

    @TempDir
    Path folder;

    DbWriterIT(KafkaBackend kafka) {
        this.brokers = kafka.bootstrapServers();
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @BeforeEach
    void topics() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            new TopicsApply(admin).apply(6);
        }
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void anEventBecomesARowAndAnOlderOneDoesNotReplaceIt(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("newest_wins");
        try (RunningService writer = start(database)) {
            long now = Instant.now().getEpochSecond();
            send(user(7, now, "Newer"));
            send(user(7, now - 10, "Older"));
            send(user(8, now, "Marker"));

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
            execute(database, "ALTER TABLE students ADD CONSTRAINT no_sixteen CHECK (moodle_user_id % 100 <> 16)");
            long now = Instant.now().getEpochSecond();
            // An older, good version of the poisoned row must survive although the batch was reduced to the newest.
            LongStream.rangeClosed(1, 50).forEach(id -> send(user(id, now, "Student " + id)));
            send(malformed(51));

            await().atMost(PATIENCE).until(() -> names(database).size() == 49);
            assertThat(names(database)).doesNotContain("Student 16");
            List<ConsumerRecord<byte[], byte[]>> letters = awaitDeadLetters(2);
            assertThat(letters)
                    .extracting(letter -> header(letter, "dlt.code"))
                    .containsExactlyInAnyOrder("REFUSED_BY_DATABASE", "INVALID_FIELD");
            ConsumerRecord<byte[], byte[]> refused = letters.stream()
                    .filter(letter -> header(letter, "dlt.code").equals("REFUSED_BY_DATABASE"))
                    .findFirst()
                    .orElseThrow();
            assertThat(header(refused, "__connect.errors.exception.message"))
                    .contains("23514", "no_sixteen")
                    .doesNotContain("Student 16");
            assertThat(header(refused, "__connect.errors.topic")).isEqualTo(EventType.USER_CREATED.topic());
            assertThat(header(refused, "dlt.consumer")).isEqualTo("db-writer");
            assertThat(new String(refused.value(), UTF_8)).contains("Student 16");
        }
    }

    @Test
    @EmbeddedOnly("stops and restarts its own database")
    void anOutageOfTheDatabaseIsWaitedOutAndNothingIsLost() throws Exception {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(EmbeddedPostgreSql.Options.in(folder));
                RunningService writer = start(postgres.database())) {
            long now = Instant.now().getEpochSecond();
            send(user(1, now, "Before"));
            await().atMost(PATIENCE).until(() -> names(postgres.database()).size() == 1);

            postgres.stop();
            LongStream.rangeClosed(2, 40).forEach(id -> send(user(id, now, "During")));
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.DEGRADED);
            assertThat(writer.health().ready()).isTrue();

            postgres.start();
            await().atMost(PATIENCE).until(() -> names(postgres.database()).size() == 40);
            await().atMost(PATIENCE).until(() -> writer.health().status() == Health.Status.READY);
            assertThat(deadLetters()).isEmpty();
        }
    }

    @Test
    void aSecondWriterContinuesWhereTheFirstStopped(PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("continues");
        long now = Instant.now().getEpochSecond();
        try (RunningService first = start(database)) {
            send(user(1, now, "First"));
            await().atMost(PATIENCE)
                    .until(() -> first.health().ready() && names(database).size() == 1);
        }
        execute(database, "UPDATE students SET first_name = 'Not written again'");
        send(user(2, now, "Second"));
        try (RunningService second = start(database)) {
            await().atMost(PATIENCE)
                    .until(() -> second.health().ready() && names(database).size() == 2);
        }
        assertThat(names(database)).containsExactly("Not written again", "Second");
    }

    private RunningService start(Database database) {
        return DbWriterApplication.start(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", brokers,
                "MANAGEMENT_PORT", "0",
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password()));
    }

    private ProducerRecord<byte[], byte[]> user(long id, long modified, String firstName) {
        return record(
                id,
                SampleEvents.userCreated(user ->
                        user.put("userid", id).put("firstname", firstName).put("timemodified", modified)));
    }

    private ProducerRecord<byte[], byte[]> malformed(long id) {
        return record(
                id, SampleEvents.userCreated(user -> user.put("userid", id).put("suspended", "no")));
    }

    private ProducerRecord<byte[], byte[]> record(long id, byte[] body) {
        EventType type = EventType.USER_CREATED;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(type.topic(), (tenant + ":" + id).getBytes(UTF_8), body);
        UUID sequence = sequences.next();
        new EventMetadata(sequence, type, tenant, Instant.now(), sequence, 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> names(Database database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT first_name FROM students WHERE tenant_id = '" + tenant + "' ORDER BY moodle_user_id")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            // The table, or the database, is not there yet.
            return List.of();
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int count) {
        await().atMost(PATIENCE).until(() -> deadLetters().size() == count);
        return deadLetters();
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTER).stream()
                    .map(partition -> new TopicPartition(Topics.DEAD_LETTER, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> mine = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (tenant.equals(header(record, "ce_tenantid"))) {
                        mine.add(record);
                    }
                });
            }
            return mine;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
