package io.moodlepipeline.ops.moodle;

import io.moodlepipeline.ops.rows.QueryFailure;
import io.moodlepipeline.writer.tables.StoredRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A tenant's rows of one table in the order of their keys, one after the other; a school's whole table would not fit in memory. */
final class StoredStates implements AutoCloseable {
    private static final int ROWS_AT_A_TIME = 500;

    private final StateKind kind;
    private final StateChoices choices;
    private final PreparedStatement query;
    private final ResultSet rows;
    private StoredState current;

    private StoredStates(StateKind kind, StateChoices choices, PreparedStatement query) throws SQLException {
        this.kind = kind;
        this.choices = choices;
        this.query = query;
        this.rows = query.executeQuery();
        this.current = read();
    }

    /** @param connection in a transaction: only within one does the driver leave the rows with the server until they are asked for */
    static StoredStates of(StateKind kind, StateHeader header, Connection connection) {
        try {
            PreparedStatement query = connection.prepareStatement(kind.query());
            query.setFetchSize(ROWS_AT_A_TIME);
            query.setString(1, header.tenant());
            return new StoredStates(kind, header.choices(), query);
        } catch (SQLException e) {
            throw QueryFailure.explained(kind.table(), e);
        }
    }

    /** The row that has its turn; null behind the last. */
    StoredState current() {
        return current;
    }

    /** The row that has its turn, which then is the next one's. */
    StoredState take() {
        StoredState taken = current;
        try {
            current = read();
        } catch (SQLException e) {
            throw QueryFailure.explained(kind.table(), e);
        }
        return taken;
    }

    private StoredState read() throws SQLException {
        if (!rows.next()) {
            return null;
        }
        return new StoredState(
                kind.keyOf(rows),
                kind.hash(rows),
                rows.getBoolean("deleted"),
                kind.isExported(rows, choices),
                rows.getObject("event_id", UUID.class),
                StoredRow.instant(rows, "version_time"),
                StoredRow.instant(rows, "moodle_modified_at"),
                kind.idsOf(rows));
    }

    @Override
    public void close() {
        try {
            query.close();
        } catch (SQLException e) {
            throw QueryFailure.explained(kind.table(), e);
        }
    }
}
