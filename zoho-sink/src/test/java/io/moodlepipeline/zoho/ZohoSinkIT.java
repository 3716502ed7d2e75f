package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZohoSinkIT extends OnSimulator {
    ZohoSinkIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Test
    void aStudentAnEnrolmentAndAGradeBecomeRecordsThatPointToEachOther() {
        startSink();
        school.user(7, user -> {});
        school.enrolment(70, 7, enrolment -> {});
        school.grade(7, 700, 65, grade -> {});
        settle();

        await().atMost(PATIENCE)
                .until(() -> grade(7, 700).isPresent() && enrolment(70).isPresent());
        String id = text(student(7), "id");
        assertThat(text(student(7), "Name")).isEqualTo("First7 Last7");
        assertThat(student(7).orElseThrow().path("Status").asText()).isEqualTo("Active");
        assertThat(enrolment(70)
                        .orElseThrow()
                        .path("Enrolled_Students")
                        .path("id")
                        .asText())
                .isEqualTo(id);
        assertThat(grade(7, 700).orElseThrow().path("Student").path("id").asText())
                .isEqualTo(id);
        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isEqualTo("Merit");
        assertThat(text(grade(7, 700), "Feedback")).isEqualTo("Well done.");
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void aTopicThatIsDeletedIsNamedAndReadAgainOnceItIsThere() throws Exception {
        String topic = EventType.USER_CREATED.topic();
        RunningService sink = startSink();
        school.user(7, user -> {});
        await().atMost(PATIENCE).until(() -> student(7).isPresent());

        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(PATIENCE)
                .until(() -> sink.health().equals(Health.waiting("topic " + topic + " is missing: create it")));

        new TopicsApply(admin).apply(6);
        await().atMost(PATIENCE).until(() -> sink.health().equals(Health.inGoodOrder()));
        school.user(8, user -> {});
        await().atMost(PATIENCE).until(() -> student(8).isPresent());
    }

    @Test
    void theNewestEventWinsAndWhatSaysTheSameCostsNothing() {
        startSink();
        school.user(7, user -> {});
        school.grade(7, 700, 65, grade -> grade.put("timemodified", SampleEvents.TIME + 100));
        settle();
        await().atMost(PATIENCE).until(() -> grade(7, 700).isPresent());
        long credits = zoho.stats().creditsUsed();

        school.grade(7, 700, 30, grade -> grade.put("timemodified", SampleEvents.TIME + 50));
        school.grade(7, 700, 65, grade -> grade.put("timemodified", SampleEvents.TIME + 100));
        school.user(7, user -> {});
        settle();

        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isEqualTo("Merit");
        assertThat(zoho.stats().creditsUsed()).isEqualTo(credits);

        school.grade(7, 700, 75, grade -> grade.put("timemodified", SampleEvents.TIME + 200));
        settle();

        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isEqualTo("Distinction");
        assertThat(zoho.stats().creditsUsed()).isEqualTo(credits + 1);
    }

    @Test
    void aGradeThatIsWithdrawnLosesItsAward() {
        startSink();
        school.user(7, user -> {});
        school.grade(7, 700, 65, grade -> {});
        settle();
        school.grade(7, 700, 0, grade -> grade.putNull("finalgrade").put("timemodified", SampleEvents.TIME + 10));
        settle();

        await().atMost(PATIENCE).until(() -> text(grade(7, 700), "Grade") == null);
        assertThat(text(grade(7, 700), "Attempt_Date")).isNull();
        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isNotEqualTo("Merit");
    }

    @Test
    void childrenWaitForTheirStudentAndComeOnceHeIsThere() {
        startSink();
        school.grade(7, 700, 65, grade -> {});
        school.enrolment(70, 7, enrolment -> {});
        settle();
        assertThat(zoho.records("Grades")).isEmpty();
        assertThat(school.deadLetters()).isEmpty();

        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE)
                .until(() -> grade(7, 700).isPresent() && enrolment(70).isPresent());
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void aDeletedUserKeepsHisNameAndShowsThatHeIsDeleted() {
        startSink();
        school.user(7, user -> {});
        settle();
        school.send(
                EventType.USER_UPDATED,
                7,
                SampleEvents.userUpdated(user -> user.put("userid", 7)
                        .put("firstname", "")
                        .put("lastname", "")
                        .put("username", "u7.1756713600")
                        .put("deleted", true)
                        .put("timemodified", SampleEvents.TIME + 10_000)));
        settle();

        await().atMost(PATIENCE).until(() -> "Deleted".equals(text(student(7), "Status")));
        assertThat(text(student(7), "Name")).isEqualTo("First7 Last7");
        assertThat(text(student(7), "Last_Name")).isEqualTo("Last7");
    }

    @Test
    void aRecordThatSomebodyDeletedIsMadeAnew() {
        startSink();
        school.user(7, user -> {});
        school.grade(7, 700, 65, grade -> {});
        settle();
        await().atMost(PATIENCE).until(() -> grade(7, 700).isPresent());
        zoho.delete("Grades", text(grade(7, 700), "id"));

        school.grade(7, 700, 75, grade -> grade.put("timemodified", SampleEvents.TIME + 10));
        settle();

        await().atMost(PATIENCE).until(() -> "Distinction".equals(text(grade(7, 700), "BTEC_Grade_Name")));
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void aStudentThatSomebodyDeletedIsMadeAnewForHisGrades() {
        startSink();
        school.user(7, user -> {});
        settle();
        await().atMost(PATIENCE).until(() -> student(7).isPresent());
        zoho.delete("BTEC_Students", text(student(7), "id"));

        school.grade(7, 700, 65, grade -> {});
        settle();

        await().atMost(PATIENCE).until(() -> grade(7, 700).isPresent());
        assertThat(grade(7, 700).orElseThrow().path("Student").path("id").asText())
                .isEqualTo(text(student(7), "id"));
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void recordsThatWereThereBeforeAreFoundByTheirKeys() {
        zoho.put(
                "BTEC_Students",
                SimulatedRecord.of("Name", "Old Name")
                        .with("Student_Moodle_ID", "7")
                        .json());
        startSink();
        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE).until(() -> "First7 Last7".equals(text(student(7), "Name")));
        assertThat(zoho.records("BTEC_Students")).hasSize(1);
    }

    @Test
    void aChildWhoseStudentNeverCameIsADeadLetterInTheEnd() throws SQLException {
        startSink();
        school.grade(7, 700, 65, grade -> {});
        settle();
        assertThat(school.deadLetters()).isEmpty();

        execute("UPDATE zoho.waiting SET since = now() - interval '15 days'");

        await().atMost(Duration.ofSeconds(60)).until(() -> !school.deadLetters().isEmpty());
        assertThat(school.deadLetterCodes()).containsExactly("STUDENT_NOT_SYNCED");
    }

    @ParameterizedTest
    @CsvSource({"waiting, false", "entry, true"})
    void whatTheLedgerReportsAsKeptAndDoesNotHoldIsADeadLetter(String table, boolean studentIsThere)
            throws SQLException {
        startSink();
        if (studentIsThere) {
            school.user(7, user -> {});
        }
        school.user(8, user -> {});
        settle();
        execute("CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        execute("CREATE TRIGGER swallow BEFORE INSERT ON zoho." + table
                + " FOR EACH ROW WHEN (NEW.role = 'GRADE' AND NEW.key LIKE '7%') EXECUTE FUNCTION swallow()");

        school.grade(7, 700, 65, grade -> {});
        school.grade(8, 700, 45, grade -> {});
        settle();

        assertThat(school.deadLetterCodes()).containsExactly("NOT_STORED");
        assertThat(grade(7, 700)).isEmpty();
        await().atMost(PATIENCE).until(() -> grade(8, 700).isPresent());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
