package io.moodlepipeline.writer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.writer.TestTables;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On rows as the writer writes them. */
@OnBackends
class DeletedRowsIT {
    private final Instant cut = Instant.now().minus(Duration.ofDays(100));

    private final TestTables tables;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    DeletedRowsIT(PostgresBackend postgres) {
        tables = new TestTables(postgres);
    }

    @AfterEach
    void close() {
        tables.close();
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

        assertThat(new DeletedRows(tables.database()).remove(cut)).isEqualTo(3);

        assertThat(tables.query("SELECT moodle_user_id FROM students")).containsExactly("2");
        assertThat(tables.query("SELECT moodle_enrollment_id FROM enrollments")).containsExactly("12");
        assertThat(tables.query("SELECT item_id FROM grades")).containsExactly("4");
    }

    @Test
    void withAPersonGoesAllThatIsTheirs() throws Exception {
        user(1, true);
        enrolment(11, 1, false);
        grade(1, 3, false);
        write();
        age("students", "enrollments", "grades");

        assertThat(new DeletedRows(tables.database()).remove(cut)).isEqualTo(3);
    }

    @Test
    void whatWasWrittenSinceStaysAndWithItItsPerson() throws Exception {
        user(1, true);
        grade(1, 3, false);
        enrolment(11, 7, true);
        write();
        age("students");

        assertThat(new DeletedRows(tables.database()).remove(cut)).isZero();

        assertThat(tables.query("SELECT moodle_user_id FROM students")).containsExactly("1");
    }

    @Test
    void moreThanGoAtATimeGoAll() throws Exception {
        for (int user = 1; user <= 2500; user++) {
            user(user, true);
        }
        write();
        age("students");

        assertThat(new DeletedRows(tables.database()).remove(cut)).isEqualTo(2500);
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
        records.add(tables.record(type, body));
    }

    private void write() throws Exception {
        assertThat(tables.sink().write(records))
                .allMatch(outcome -> outcome.failure().isEmpty());
    }

    private void age(String... names) throws SQLException {
        for (String name : names) {
            tables.execute("UPDATE " + name + " SET written_at = now() - interval '101 days'");
        }
    }
}
