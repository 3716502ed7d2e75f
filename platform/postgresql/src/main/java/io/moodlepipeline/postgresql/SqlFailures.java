package io.moodlepipeline.postgresql;

import static io.moodlepipeline.runtime.consumer.FailureKind.PERMANENT;
import static io.moodlepipeline.runtime.consumer.FailureKind.TRANSIENT;
import static io.moodlepipeline.runtime.consumer.FailureKind.UNAVAILABLE;
import static io.moodlepipeline.runtime.consumer.FailureKind.UNKNOWN;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.FailureKind;
import io.moodlepipeline.runtime.consumer.TargetException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's errors mean, by SQLSTATE alone: the server's messages may quote a row. */
public final class SqlFailures {
    /** By the whole state, else by its first two characters. What is not here is unknown. */
    private static final Map<String, FailureKind> KINDS = Map.ofEntries(
            // Caused by the data, and by the same data again.
            Map.entry("22", PERMANENT), // out of range, not of the type
            Map.entry("23", PERMANENT), // a constraint
            Map.entry("44", PERMANENT), // a view's check
            Map.entry("54", PERMANENT), // too large for an index or a page
            Map.entry("P0", PERMANENT), // raised by a trigger
            // Over when the session or the other transaction is; but a record may meet it each time.
            Map.entry("08", TRANSIENT), // connection lost under way
            Map.entry("0A", TRANSIENT), // a cached plan that no longer fits, after a change of the schema
            Map.entry("26", TRANSIENT), // a prepared statement that a pool between has lost
            Map.entry("40", TRANSIENT), // deadlock, serialization failure
            // A table, column or right is missing, which the probe meets as well; or a row's policy, which it does not.
            Map.entry("42", TRANSIENT),
            Map.entry("55", TRANSIENT), // locked
            Map.entry("57014", TRANSIENT), // statement timeout, or cancelled by a person
            // Nobody can write.
            Map.entry("25", UNAVAILABLE), // read-only: a standby
            Map.entry("28", UNAVAILABLE), // user or password
            Map.entry("3D", UNAVAILABLE), // no such database
            Map.entry("53", UNAVAILABLE), // disk full, out of memory, too many connections
            Map.entry("57", UNAVAILABLE), // starting, stopping or crashed
            Map.entry("58", UNAVAILABLE)); // the system under it

    /** By class: what a session may owe to the settings that it began with, or to what it has forgotten. */
    private static final Set<String> OF_SESSION = Set.of(
            "25", // read-only, by default_transaction_read_only
            "26", // a prepared statement that it does not have
            "42", // a table or right that it does not find, by search_path or role
            "57"); // statement_timeout; or its end

    /** What the commonest states mean, for people. */
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("25006", "read-only"),
            Map.entry("40P01", "deadlock"),
            Map.entry("42501", "a right is missing"),
            Map.entry("42P01", "a table is missing"),
            Map.entry("42703", "a column is missing"),
            Map.entry("53100", "disk full"),
            Map.entry("53200", "out of memory"),
            Map.entry("53300", "too many connections"),
            Map.entry("55P03", "locked"),
            Map.entry("57014", "statement timeout, or cancelled"),
            Map.entry("57P01", "shutting down"),
            Map.entry("57P03", "starting, or stopping"));

    private static final int STATE_LENGTH = 5;
    private static final int CLASS_LENGTH = 2;

    private SqlFailures() {}

    /** What to say of a write that was reported as done and left no row. */
    public static String notStored(String table) {
        return "the database reported success, but table " + table
                + " does not hold the row: look for a trigger, a rule or a policy that takes it away";
    }

    /** Of such a write, when it is not known which of several it was. */
    public static TargetException notStoredIn(String table) {
        String message = notStored(table);
        return TargetException.permanent(DeadLetterCode.NOT_STORED, message, new SQLException(message));
    }

    /** Of a statement or a commit. */
    public static TargetException of(SQLException e) {
        return switch (kind(e.getSQLState())) {
            case UNAVAILABLE -> TargetException.unavailable(unavailability(e), e);
            case TRANSIENT -> TargetException.transientFailure("PostgreSQL did not take it: " + state(e), e);
            case PERMANENT ->
                TargetException.permanent(
                        DeadLetterCode.REFUSED_BY_DATABASE,
                        "the database refused the row: " + state(e) + constraint(e),
                        e);
            case UNKNOWN -> TargetException.unknown("PostgreSQL did not take it: " + state(e) + ", not known to us", e);
        };
    }

    static FailureKind kind(String state) {
        if (state == null) {
            // Said by the pool or the driver, not by the server.
            return UNAVAILABLE;
        }
        if (state.length() != STATE_LENGTH) {
            return UNKNOWN;
        }
        FailureKind ofClass = KINDS.getOrDefault(state.substring(0, CLASS_LENGTH), UNKNOWN);
        return KINDS.getOrDefault(state, ofClass);
    }

    /** Whether a new session may not meet the failure that this one did. */
    static boolean mayBeOfSession(String state) {
        return state != null && state.length() == STATE_LENGTH && OF_SESSION.contains(state.substring(0, CLASS_LENGTH));
    }

    public static String unavailability(SQLException e) {
        return "PostgreSQL does not take writes (" + state(e) + ")";
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            return "no connection";
        }
        return "SQLSTATE " + state + (MEANINGS.containsKey(state) ? ", " + MEANINGS.get(state) : "");
    }

    private static String constraint(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return message == null || message.getConstraint() == null ? "" : ", constraint " + message.getConstraint();
    }
}
