package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.testkit.Database;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another session locks the rows that the writer wants, in the opposite order. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class DeadlockIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'db-writer' AND wait_event_type = 'Lock'";
    private static final String DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

    @Test
    void theWriterAsTheVictimTriesAgain(Stack stack) throws Exception {
        Database superuser = stack.postgres().asSuperuser();
        Trial trial = Trial.start("deadlock", stack, 300, Duration.ofSeconds(6));
        // One person's enrolments stand in one partition, so that one batch brings both.
        Submission first = trial.further().enrolment(1);
        Submission second = trial.further().enrolment(2);
        trial.send(first);
        trial.send(second);
        await().atMost(PATIENCE)
                .until(() -> Sql.number(superuser, "SELECT count(*) FROM enrollments WHERE " + is(first, second)) == 2);
        long deadlocksBefore = Sql.number(superuser, DEADLOCKS);
        try (Connection rival = superuser.connect()) {
            // The writer is to be the one who finds the deadlock, and so its victim.
            Sql.execute(rival, "SET deadlock_timeout = '1min'");
            rival.setAutoCommit(false);
            Sql.execute(rival, lock(second));
            stack.writer().freeze();
            // The first of these answers the writer's pending request; the others then come together.
            trial.send(trial.further().enrolment(3));
            trial.send(trial.further().enrolment(1));
            trial.send(trial.further().enrolment(2));
            stack.writer().thaw();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Sql.number(superuser, WAITING) > 0);
            Sql.execute(rival, lock(first));
            rival.rollback();
        }
        trial.conclude();
        assertThat(Sql.number(superuser, DEADLOCKS)).isGreaterThan(deadlocksBefore);
    }

    private static String lock(Submission enrolment) {
        return "SELECT 1 FROM enrollments WHERE " + is(enrolment) + " FOR UPDATE";
    }

    private static String is(Submission... enrolments) {
        StringBuilder ids = new StringBuilder("moodle_enrollment_id IN (0");
        for (Submission enrolment : enrolments) {
            ids.append(", ").append(enrolment.row().replace("enrollments ", ""));
        }
        return ids.append(')').toString();
    }
}
