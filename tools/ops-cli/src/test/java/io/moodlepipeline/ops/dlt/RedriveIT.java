package io.moodlepipeline.ops.dlt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.running.RunningServices;
import io.moodlepipeline.ops.running.RunningServices.Answer;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.ops.running.School.Sent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters that the real consumers wrote, sent again to the real consumers. */
class RedriveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONSTRAINT = "no_item_13";

    @TempDir
    private static Path folder;

    private static RunningServices services;

    private final String tenant = "t" + UUID.randomUUID();

    @BeforeAll
    static void start() throws InterruptedException, ExecutionException {
        services = new RunningServices(folder);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void aRowThatTheDatabaseRefusedIsThereAfterTheConstraintIsGone() throws SQLException {
        try (School school = new School(services.brokers(), tenant)) {
            services.execute("ALTER TABLE grades ADD CONSTRAINT " + CONSTRAINT + " CHECK (item_id <> 13)");
            Sent refused = school.gradeUpdated(7, 13, grade -> {});
            school.gradeUpdated(8, 14, grade -> {});
            await().atMost(PATIENCE).until(() -> dlt("list").exitCode() == ExitCode.OK);
            assertThat(dlt("list").out())
                    .contains(refused.eventId().toString())
                    .containsOnlyOnce("REFUSED_BY_DATABASE");

            Answer stillRefused = dlt("redrive", "--execute", "--wait", "60s");
            assertThat(stillRefused.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(stillRefused.out()).contains("Resolved: 0, failed again: 1, not reported yet: 0.");

            services.execute("ALTER TABLE grades DROP CONSTRAINT " + CONSTRAINT);
            assertThat(dlt("redrive").out()).contains("Superseded already: 0");
            Answer done = dlt("redrive", "--execute", "--wait", "60s");

            assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
            assertThat(done.out()).contains("Resolved: 1, failed again: 0, not reported yet: 0.");
            assertThat(rows(13)).isEqualTo(1);
            assertThat(dlt("list").exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
            assertThat(dlt("list", "--state", "resolved", "-o", "csv").out()).contains(",2,");
        }
    }

    @Test
    void aGradeThatTheProcessorStillRefusesComesBackAndCanBeDiscarded() throws SQLException {
        try (School school = new School(services.brokers(), tenant)) {
            Sent refused = school.gradeUpdated(
                    9, 15, grade -> grade.put("grademin", 10).put("grademax", 10));
            await().atMost(PATIENCE).until(() -> dlt("list").exitCode() == ExitCode.OK);
            assertThat(dlt("list").out()).contains(refused.eventId().toString(), "CONTRADICTORY_GRADE_RANGE");
            school.gradeUpdated(9, 15, grade -> grade.put("grademin", 0).put("grademax", 100));
            await().atMost(PATIENCE).until(() -> rows(15) == 1);

            assertThat(dlt("redrive").out()).contains("Superseded already: 1");
            assertThat(dlt("redrive", "-o", "csv").out())
                    .contains("\"goes back to its consumer, superseded already\",grade-processor,");
            Answer again = dlt("redrive", "--execute", "--wait", "60s");

            assertThat(again.out()).contains("Resolved: 0, failed again: 1");
            assertThat(dlt("discard", "--execute", "--reason", "corrected in Moodle")
                            .exitCode())
                    .isZero();
            assertThat(dlt("list").exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        }
    }

    @Test
    void aProgramFindsNothingButItsTableInTheOutput() {
        try (School school = new School(services.brokers(), tenant)) {
            school.gradeUpdated(11, 17, grade -> grade.put("grademin", 10).put("grademax", 10));
            await().atMost(PATIENCE).until(() -> dlt("list").exitCode() == ExitCode.OK);

            Answer redriven = dlt("redrive", "--execute", "--wait", "60s", "-o", "csv");
            assertThat(redriven.out().lines()).first().isEqualTo("outcome,letters");
            assertThat(redriven.out()).doesNotContain("failed again");
            assertThat(redriven.err()).contains("Resolved: 0, failed again: 1, not reported yet: 0.");

            Answer parked = dlt("park", "--execute", "-o", "json");
            assertThat(parked.out()).isEmpty();
            assertThat(parked.err()).contains("Letters parked: 1.");
        }
    }

    private Answer dlt(String verb, String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"dlt", verb, "--tenant", tenant}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return services.run(arguments);
    }

    private int rows(int item) throws SQLException {
        return services.execute(
                "UPDATE grades SET item_name = item_name WHERE tenant_id = '" + tenant + "' AND item_id = " + item);
    }
}
