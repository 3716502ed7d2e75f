package io.moodlepipeline.ops.dlt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.OnRunningServices;
import io.moodlepipeline.ops.running.School.Sent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Letters that the real consumers wrote, sent again to the real consumers. */
class RedriveIT extends OnRunningServices {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONSTRAINT = "no_item_13";

    @Test
    void aRowThatTheDatabaseRefusedIsThereAfterTheConstraintIsGone() throws SQLException {
        services.execute("ALTER TABLE grades ADD CONSTRAINT " + CONSTRAINT + " CHECK (item_id <> 13)");
        Sent refused = school.gradeUpdated(7, 13, grade -> {});
        school.gradeUpdated(8, 14, grade -> {});
        await().atMost(PATIENCE).until(() -> dlt("list").exitCode() == ExitCode.OK);
        assertThat(dlt("list").out()).contains(refused.eventId().toString()).containsOnlyOnce("REFUSED_BY_DATABASE");

        Ops.Result stillRefused = dlt("redrive", "--execute", "--wait", "60s");
        assertThat(stillRefused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(stillRefused.out()).contains("Resolved: 0, failed again: 1, not reported yet: 0.");

        services.execute("ALTER TABLE grades DROP CONSTRAINT " + CONSTRAINT);
        assertThat(dlt("redrive").out()).contains("Superseded already: 0");
        Ops.Result done = dlt("redrive", "--execute", "--wait", "60s");

        assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
        assertThat(done.out()).contains("Resolved: 1, failed again: 0, not reported yet: 0.");
        assertThat(rows(13)).isEqualTo(1);
        assertThat(dlt("list").exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        assertThat(dlt("list", "--state", "resolved", "-o", "csv").out()).contains(",2,");
    }

    @Test
    void aGradeThatTheProcessorStillRefusesComesBackAndCanBeDiscarded() throws SQLException {
        Sent refused =
                school.gradeUpdated(9, 15, grade -> grade.put("grademin", 10).put("grademax", 10));
        await().atMost(PATIENCE).until(() -> dlt("list").exitCode() == ExitCode.OK);
        assertThat(dlt("list").out()).contains(refused.eventId().toString(), "CONTRADICTORY_GRADE_RANGE");
        school.gradeUpdated(9, 15, grade -> grade.put("grademin", 0).put("grademax", 100));
        await().atMost(PATIENCE).until(() -> rows(15) == 1);

        assertThat(dlt("redrive").out()).contains("Superseded already: 1");
        assertThat(dlt("redrive", "-o", "csv").out())
                .contains("\"goes back to its consumer, superseded already\",grade-processor,");
        Ops.Result again = dlt("redrive", "--execute", "--wait", "60s");

        assertThat(again.out()).contains("Resolved: 0, failed again: 1");
        assertThat(dlt("discard", "--execute", "--reason", "corrected in Moodle")
                        .exitCode())
                .isZero();
        assertThat(dlt("list").exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
    }

    @Test
    void aProgramFindsNothingButItsTableInTheOutput() {
        school.gradeUpdated(11, 17, grade -> grade.put("grademin", 10).put("grademax", 10));
        await().atMost(PATIENCE).until(() -> dlt("list").exitCode() == ExitCode.OK);

        Ops.Result redriven = dlt("redrive", "--execute", "--wait", "60s", "-o", "csv");
        assertThat(redriven.out().lines()).first().isEqualTo("outcome,letters");
        assertThat(redriven.out()).doesNotContain("failed again");
        assertThat(redriven.err()).contains("Resolved: 0, failed again: 1, not reported yet: 0.");

        Ops.Result parked = dlt("park", "--execute", "-o", "json");
        assertThat(parked.out()).isEmpty();
        assertThat(parked.err()).contains("Letters parked: 1.");
    }

    private Ops.Result dlt(String verb, String... options) {
        List<String> arguments = new ArrayList<>(List.of("dlt", verb, "--tenant", school.tenant()));
        arguments.addAll(List.of(options));
        return services.run(arguments.toArray(String[]::new));
    }

    private int rows(int item) throws SQLException {
        return services.count("SELECT 1 FROM grades WHERE tenant_id = '" + school.tenant() + "' AND item_id = " + item);
    }
}
