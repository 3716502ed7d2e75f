package io.moodlepipeline.localstack.demo;

import io.moodlepipeline.localstack.data.RunningStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** What zoho-sink says that it has written: the demo's rows are in Zoho when they are there in the same version. */
final class Ledger {
    private final RunningStack stack;
    private final Connection connection;

    Ledger(RunningStack stack, Connection connection) {
        this.stack = stack;
        this.connection = connection;
    }

    /** Waits until Zoho has every row of the tables as it is now. */
    void awaitRows() throws SQLException, InterruptedException {
        for (ShownTable table : ShownTable.values()) {
            Patience.await(() -> missing(table), this::lateness);
        }
    }

    private Set<String> missing(ShownTable table) throws SQLException {
        String query = "SELECT row.event_id::text FROM " + table.tableName() + " AS row"
                + " WHERE row.tenant_id = 'default' AND row.moodle_user_id BETWEEN ? AND ?"
                + " AND NOT EXISTS (SELECT FROM zoho.entry WHERE tenant = row.tenant_id AND role = '" + table.role()
                + "' AND key = " + table.key() + " AND version_sequence = row.version_sequence)";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, Story.FIRST_USER);
            statement.setLong(2, Story.LAST_USER);
            Set<String> missing = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
            return missing;
        } catch (SQLException e) {
            if (Rows.UNDEFINED_TABLE.equals(e.getSQLState())) {
                // A zoho-sink that is run in another way may still be on its way.
                return Set.of(table.tableName());
            }
            throw e;
        }
    }

    private String lateness(Set<String> missing) {
        String text = missing.size() + " records did not reach Zoho within " + Patience.LIMIT.toSeconds() + " s.";
        return stack.services().contains("zoho-sink")
                ? text + " ./pipeline status may say why."
                : text + " The stack runs without zoho-sink: is it running elsewhere?";
    }
}
