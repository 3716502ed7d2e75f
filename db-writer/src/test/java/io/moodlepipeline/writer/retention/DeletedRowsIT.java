package io.moodlepipeline.writer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.writer.postgres.OutrankedMetrics;
import io.moodlepipeline.writer.postgres.PostgresSink;
import io.moodlepipeline.writer.tables.Tables;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On rows as the writer writes them. */
@OnBackends
class DeletedRowsIT {
    private final Instant cut = Instant.now().minus(Duration.ofDays(100));

    private final io.moodlepipeline.testkit.Database target;
    private final Database database;
    private final Sequences sequences = new Sequences(Clock.systemUTC());
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    DeletedRowsIT(PostgresBackend postgres) {
        target = postgres.createDatabase("deleted_rows");
        database = Database.open(
                new DatabaseSettings(target.jdbcUrl(), target.user(), new Secret(target.password())), "test", 2);
    }

    @BeforeEach
    void schema() throws InterruptedException {
        database.awaitSchema(Tables.SCHEMA, new HealthState("test"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatMoodleHasDeletedLongAgoGoesAndAllElseStays() throws Exception {
        user(1, true);
        user(2, false);
        enrolment(11, 2, true);
        enrolment(12, 2, false);
        grade(2, 3, true);
        grade(2, 4, false);
        write();
        age("students", "enrollments", "grades");

        assertThat(new DeletedRows(database).remove(cut)).isEqualTo(3);

        assertThat(keys("SELECT moodle_user_id FROM students")).containsExactly("2");
        assertThat(keys("SELECT moodle_enrollment_id FROM enrollments")).containsExactly("12");
        assertThat(keys("SELECT item_id FROM grades")).containsExactly("4");
    }

    @Test
    void withAPersonGoesAllThatIsTheirs() throws Exception {
        user(1, true);
        enrolment(11, 1, false);
        grade(1, 3, false);
        write();
        age("students", "enrollments", "grades");

        assertThat(new DeletedRows(database).remove(cut)).isEqualTo(3);
    }

    @Test
    void whatWasWrittenSinceStaysAndWithItItsPerson() throws Exception {
        user(1, true);
        grade(1, 3, false);
        enrolment(11, 7, true);
        write();
        age("students");

        assertThat(new DeletedRows(database).remove(cut)).isZero();

        assertThat(keys("SELECT moodle_user_id FROM students")).containsExactly("1");
    }

    @Test
    void moreThanGoAtATimeGoAll() throws Exception {
        for (int user = 1; user <= 2500; user++) {
            user(user, true);
        }
        write();
        age("students");

        assertThat(new DeletedRows(database).remove(cut)).isEqualTo(2500);
    }

    private void user(long user, boolean deleted) {
        record(
                EventType.USER_UPDATED,
                SampleEvents.userUpdated(body -> body.put("userid", user).put("deleted", deleted)));
    }

    private void enrolment(long enrolment, long user, boolean deleted) {
        record(
                EventType.USER_ENROLLED,
                SampleEvents.userEnrolled(body ->
                        body.put("userid", user).put("enrollmentid", enrolment).put("deleted", deleted)));
    }

    private void grade(long user, long item, boolean deleted) {
        record(
                EventType.GRADE_ENRICHED,
                SampleEvents.gradeUpdated(body -> body.put("userid", user)
                        .put("itemid", item)
                        .put("deleted", deleted)
                        .put("btec_grade", "Not Graded")
                        .put("band_rules", 1)));
    }

    private void record(EventType type, byte[] body) {
        UUID id = sequences.next();
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(type.topic(), 0, records.size(), new byte[0], body);
        new EventMetadata(id, type, "north", Instant.now(), id, 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        records.add(record);
    }

    private void write() throws Exception {
        assertThat(new PostgresSink(database, new OutrankedMetrics(new SimpleMeterRegistry())).write(records))
                .allMatch(outcome -> outcome.failure().isEmpty());
    }

    private void age(String... tables) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("UPDATE " + table + " SET written_at = now() - interval '101 days'");
            }
        }
    }

    private List<String> keys(String query) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
            return keys;
        }
    }
}
