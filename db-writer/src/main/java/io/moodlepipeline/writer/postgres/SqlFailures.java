package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL's errors mean, by SQLSTATE alone. Only what the data itself can cause is a refusal; everything else (no connection,
 * a deadlock, a missing table, a wrong password, a state we do not know) is waited out, since it may be mended and nothing is lost
 * meanwhile.
 */
final class SqlFailures {
    /** Data exception, integrity violation, a trigger's refusal, a row too large for an index, a view's check. */
    private static final Set<String> REFUSING_CLASSES = Set.of("22", "23", "P0", "54", "44");

    private SqlFailures() {}

    static boolean isRefusal(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && REFUSING_CLASSES.contains(state.substring(0, 2));
    }

    /** Names the state and the constraint, never the server's message, which may quote the row. */
    static Failure refusal(SQLException e) {
        return new Failure(
                DeadLetterCode.REFUSED_BY_DATABASE,
                Failure.TASK_PUT,
                e.getClass().getName(),
                "the database refused the row: SQLSTATE " + e.getSQLState() + constraint(e));
    }

    static String unavailability(SQLException e) {
        return "PostgreSQL does not take writes ("
                + (e.getSQLState() == null ? "no connection" : "SQLSTATE " + e.getSQLState()) + ")";
    }

    private static String constraint(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return message == null || message.getConstraint() == null ? "" : ", constraint " + message.getConstraint();
    }
}
