package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import java.io.StringWriter;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of records by events that make none. */
class NoLongerSentIT extends OnSimulator {
    private int later;
    private RunningService sink;

    NoLongerSentIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @BeforeEach
    void aStudent() {
        sink = startSink();
        school.user(7, user -> {});
        settle();
        await().atMost(PATIENCE).until(() -> student(7).isPresent());
    }

    @Test
    void aTeacherNeverReachesZohoThoughHisEnrolmentCameBeforeHisRole() {
        enrolled(70);
        enrolled(70, 3);
        enrolled(71);
        enrolled(71, 5);
        settle();

        await().atMost(PATIENCE).until(() -> enrolment(71).isPresent());
        assertThat(text(enrolment(71), "Status")).isEqualTo("Active");
        assertThat(enrolment(70)).isEmpty();
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void aStudentWhoIsUnenrolledHasARecordThatEnded() {
        enrolled(70, 5);
        settle();
        school.enrolment(
                70,
                7,
                enrolment -> enrolment
                        .put("timemodified", next())
                        .put("deleted", true)
                        .putArray("roleids"));
        settle();

        assertThat(text(enrolment(70), "Status")).isEqualTo("Ended");
        assertThat(enrolment(70)
                        .orElseThrow()
                        .path("Enrolled_Students")
                        .path("id")
                        .asText())
                .isEqualTo(text(student(7), "id"));
    }

    @Test
    void anEnrolmentThatWasNeverSentIsNotMadeByItsDeletion() {
        school.enrolment(70, 7, enrolment -> enrolment.put("deleted", true));
        settle();

        assertThat(zoho.records("Enrollments")).isEmpty();
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void whoBecomesATeacherEndsAsAStudentAndMayComeBack() {
        enrolled(70, 5);
        settle();
        enrolled(70, 3);
        settle();
        assertThat(text(enrolment(70), "Status")).isEqualTo("Ended");

        enrolled(70, 3, 5);
        settle();
        assertThat(text(enrolment(70), "Status")).isEqualTo("Active");
    }

    @Test
    void aGradeThatIsHiddenLosesItsAwardUntilItIsShownAgain() {
        school.grade(7, 700, 65, grade -> grade.put("timemodified", next()).put("hidden", false));
        settle();
        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isEqualTo("Merit");

        school.grade(7, 700, 75, grade -> grade.put("timemodified", next()).put("hidden", true));
        settle();
        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isNull();
        assertThat(text(grade(7, 700), "Grade")).isNull();
        assertThat(text(grade(7, 700), "Attempt_Date")).isNull();
        assertThat(text(grade(7, 700), "Feedback")).isNull();

        school.grade(7, 700, 75, grade -> grade.put("timemodified", next()).put("hidden", false));
        settle();
        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isEqualTo("Distinction");
        assertThat(text(grade(7, 700), "Feedback")).isEqualTo("Well done.");
    }

    @Test
    void aGradeThatWasHiddenFromTheStartIsNotMade() {
        school.grade(7, 700, 65, grade -> grade.put("hidden", true));
        settle();

        assertThat(zoho.records("Grades")).isEmpty();
    }

    @Test
    void aDeletedGradeIsNotGradedAndMakesNoRecord() {
        school.grade(7, 700, 65, grade -> grade.put("timemodified", next()));
        settle();
        deleteGrade(700);
        deleteGrade(701);
        settle();

        assertThat(text(grade(7, 700), "Grade")).isNull();
        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isEqualTo("Not Graded");
        assertThat(grade(7, 701)).isEmpty();
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    void aRecordThatSomebodyDeletedIsNotMadeAnewToTakeSomethingFromIt() {
        enrolled(70, 5);
        school.grade(7, 700, 65, grade -> grade.put("timemodified", next()));
        settle();
        zoho.delete("Enrollments", text(enrolment(70), "id"));
        zoho.delete("Grades", text(grade(7, 700), "id"));

        enrolled(70, 3);
        deleteGrade(700);
        settle();
        assertThat(zoho.records("Enrollments")).isEmpty();
        assertThat(zoho.records("Grades")).isEmpty();
        assertThat(school.deadLetters()).isEmpty();

        enrolled(70, 5);
        school.grade(7, 700, 65, grade -> grade.put("timemodified", next()));
        settle();
        assertThat(text(enrolment(70), "Status")).isEqualTo("Active");
        assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isEqualTo("Merit");
    }

    @Test
    void aDryRunSaysWhatARecordWouldLose() throws Exception {
        enrolled(70, 5);
        settle();
        stop(sink);
        enrolled(70, 3);
        school.flush();

        assertThat(dryRun(new StringWriter())).satisfiesExactly(line -> {
            assertThat(line.path("action").asText()).isEqualTo("filtered");
            assertThat(line.path("row").path("Status").asText()).isEqualTo("Ended");
        });
    }

    private void enrolled(long id, long... roles) {
        school.enrolment(id, 7, enrolment -> {
            enrolment.put("timemodified", next()).putArray("roleids");
            for (long role : roles) {
                enrolment.withArray("roleids").add(role);
            }
        });
    }

    private void deleteGrade(long item) {
        school.grade(
                7,
                item,
                0,
                grade -> grade.put("timemodified", next()).putNull("finalgrade").put("deleted", true));
    }

    private long next() {
        return SampleEvents.TIME + ++later;
    }
}
