package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Records that Zoho has and a lost or restored database does not know, whose beginning and end are read again in one go. */
class ForgottenRecordsIT extends OnSimulator {
    ForgottenRecordsIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Test
    void theyEndWhenACensusFindsThem() {
        recordsInZoho();
        everythingThatHappened();
        startSink();

        theyHaveEnded();
    }

    @Test
    void theyEndWhereZohoTakesNoCensus() {
        simulate(SimulatorOptions.defaults().withBehaviour(Behaviour.strict().with(Deviation.NO_COQL_KEYSET)));
        aPageOfOthers();
        recordsInZoho();
        everythingThatHappened();
        startSink();

        theyHaveEnded();
    }

    @Test
    void theyEndWhenTheCensusOfARestoredDatabaseIsTakenAnew() throws SQLException {
        RunningService sink = startSink();
        school.user(8, user -> {});
        settle();
        await().atMost(PATIENCE).until(() -> student(8).isPresent());
        stop(sink);
        recordsInZoho();
        everythingThatHappened();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // As the runbook says.
            statement.execute("DELETE FROM zoho.census");
        }
        startSink();

        theyHaveEnded();
    }

    /** A census asks for what comes behind them, which is what is refused. */
    private void aPageOfOthers() {
        for (int i = 0; i < ZohoApi.PAGE; i++) {
            String key = Integer.toString(1000 + i);
            zoho.put(
                    "Enrollments",
                    SimulatedRecord.of("Name", "Another")
                            .with("Moodle_Enrollment_ID", key)
                            .json());
            zoho.put(
                    "Grades",
                    SimulatedRecord.of("Name", "Another")
                            .with("Moodle_Grade_Composite_Key", "9-" + key)
                            .json());
        }
    }

    private void recordsInZoho() {
        zoho.put(
                "Enrollments",
                SimulatedRecord.of("Name", "A course")
                        .with("Moodle_Enrollment_ID", "70")
                        .with("Status", "Active")
                        .json());
        zoho.put(
                "Grades",
                SimulatedRecord.of("Name", "A unit")
                        .with("Moodle_Grade_Composite_Key", "7-700")
                        .with("BTEC_Grade_Name", "Distinction")
                        .json());
    }

    private void everythingThatHappened() {
        school.user(7, user -> {});
        school.enrolment(70, 7, enrolment -> enrolment.put("timemodified", SampleEvents.TIME));
        school.grade(7, 700, 75, grade -> {});
        school.enrolment(
                70,
                7,
                enrolment ->
                        enrolment.put("timemodified", SampleEvents.TIME + 10).put("deleted", true));
        school.grade(
                7,
                700,
                75,
                grade -> grade.put("timemodified", SampleEvents.TIME + 10).put("hidden", true));
        school.flush();
    }

    private void theyHaveEnded() {
        settle();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(text(enrolment(70), "Status")).isEqualTo("Ended");
            assertThat(text(grade(7, 700), "BTEC_Grade_Name")).isNull();
        });
        assertThat(school.deadLetters()).isEmpty();
    }
}
