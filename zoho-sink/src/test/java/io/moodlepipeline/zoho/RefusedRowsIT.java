package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.zohosimulator.fault.Calls;
import io.moodlepipeline.zohosimulator.fault.Effect;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Rows that Zoho does not take. */
class RefusedRowsIT extends OnSimulator {
    RefusedRowsIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    private static Effect refused(String field, String value, String code, String apiName) {
        return new Effect.RefusedRow(null, field, value, code, apiName, null);
    }

    @Test
    void aRefusedOptionalFieldIsLeftOutAndTheLedgerRemembersIt() throws SQLException {
        zoho.faults().add(Calls.to("").always(), refused("City", "Atlantis", "INVALID_DATA", "City"));
        startSink();
        school.user(7, user -> user.put("city", "Atlantis"));
        school.user(8, user -> user.put("city", "Amman"));
        settle();

        await().atMost(PATIENCE)
                .until(() -> student(7).isPresent() && student(8).isPresent());
        assertThat(text(student(7), "City")).isNull();
        assertThat(text(student(8), "City")).isEqualTo("Amman");
        assertThat(query("SELECT incomplete_fields::text FROM zoho.entry WHERE role = 'STUDENT' AND key = '7'"))
                .isEqualTo("{City}");
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void anAwardThatIsRefusedIsADeadLetterAndTheRecordLosesTheOneBefore() {
        startSink();
        school.user(7, user -> {});
        school.grade(7, 700, 65, grade -> {});
        settle();
        await().atMost(PATIENCE).until(() -> "Merit".equals(text(grade(7, 700), "BTEC_Grade_Name")));

        zoho.faults()
                .add(
                        Calls.to("").always(),
                        refused("BTEC_Grade_Name", "Distinction", "INVALID_DATA", "BTEC_Grade_Name"));
        school.grade(7, 700, 75, grade -> grade.put("timemodified", SampleEvents.TIME + 10));
        settle();

        await().atMost(PATIENCE).until(() -> text(grade(7, 700), "BTEC_Grade_Name") == null);
        assertThat(text(grade(7, 700), "Grade")).isNull();
        assertThat(school.deadLetterCodes()).containsExactly("ZOHO_INVALID_DATA");
        assertThat(RecordText.header(school.deadLetters().get(0).headers(), "__connect.errors.exception.message"))
                .contains("INVALID_DATA", "BTEC_Grade_Name")
                .doesNotContain("Distinction");
    }

    @Test
    void aDeletedGradeThatIsRefusedTakesItsAwardWithItAllTheSame() {
        startSink();
        school.user(7, user -> {});
        school.grade(7, 700, 75, grade -> {});
        settle();
        await().atMost(PATIENCE).until(() -> "Distinction".equals(text(grade(7, 700), "BTEC_Grade_Name")));

        zoho.faults()
                .add(
                        Calls.to("").always(),
                        refused("BTEC_Grade_Name", "Not Graded", "INVALID_DATA", "BTEC_Grade_Name"));
        school.grade(
                7,
                700,
                0,
                grade -> grade.put("timemodified", SampleEvents.TIME + 10)
                        .putNull("finalgrade")
                        .put("deleted", true));
        settle();

        await().atMost(PATIENCE).until(() -> text(grade(7, 700), "BTEC_Grade_Name") == null);
        assertThat(text(grade(7, 700), "Grade")).isNull();
        assertThat(school.deadLetterCodes()).containsExactly("ZOHO_INVALID_DATA");
    }

    @Test
    void aLockedRecordIsADeadLetterThatIsTriedAgainByItself() {
        startSink();
        school.user(7, user -> {});
        settle();
        await().atMost(PATIENCE).until(() -> student(7).isPresent());
        zoho.faults().add(Calls.to(""), refused("Student_Moodle_ID", "7", "RECORD_LOCKED", null));
        school.user(7, user -> user.put("city", "Irbid").put("timemodified", SampleEvents.TIME + 10_000));
        settle();

        await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 1);
        assertThat(school.deadLetterCodes()).containsExactly("ZOHO_RECORD_LOCKED");
        assertThat(RecordText.header(school.deadLetters().get(0).headers(), "dlt.retryable"))
                .isEqualTo("true");
    }

    @Test
    void aStudentWhoseNewestEventIsRefusedIsThereByTheOneBefore() {
        zoho.faults().add(Calls.to("").always(), refused("First_Name", "Refused", "LIMIT_EXCEEDED", null));
        school.user(7, user -> {});
        school.user(7, user -> user.put("firstname", "Refused").put("timemodified", SampleEvents.TIME + 10_000));
        school.flush();
        startSink();
        settle();

        await().atMost(PATIENCE).until(() -> student(7).isPresent());
        assertThat(school.deadLetterCodes()).containsExactly("ZOHO_LIMIT_EXCEEDED");
    }

    @Test
    void aSecondUniqueFieldNeverMergesTwoStudents() {
        simulate(SimulatorOptions.defaults()
                .withSchema(SchemaFile.builtIn().withUnique("BTEC_Students", "Academic_Email")));
        startSink();
        school.user(7, user -> user.put("email", "shared@college.example"));
        school.user(8, user -> user.put("email", "Shared@College.example"));
        settle();

        await().atMost(PATIENCE)
                .until(() -> student(7).isPresent() && student(8).isPresent());
        assertThat(zoho.records("BTEC_Students").stream()
                        .filter(student -> !student.path("Academic_Email").isNull())
                        .count())
                .isOne();
        assertThat(school.deadLetters()).isEmpty();
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
