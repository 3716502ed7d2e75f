package io.moodlepipeline.localstack.demo;

import io.moodlepipeline.localstack.data.RunningStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The demo's rows in the database. */
final class Rows implements AutoCloseable {
    static final String UNDEFINED_TABLE = "42P01";

    private final RunningStack stack;
    private final Connection connection;

    private Rows(RunningStack stack, Connection connection) {
        this.stack = stack;
        this.connection = connection;
    }

    static Rows connect(RunningStack stack, String password) throws SQLException {
        return new Rows(stack, DriverManager.getConnection(stack.databaseUrl(), RunningStack.DATABASE_USER, password));
    }

    /** Waits until each of these events has won its row. */
    void await(Expected expected) throws SQLException, InterruptedException {
        for (ShownTable table : ShownTable.values()) {
            Patience.await(() -> missing(table, expected), missing -> lateness(table, missing));
        }
    }

    String show(ShownTable table) throws SQLException {
        try (PreparedStatement statement = ofTheDemo(table.query());
                ResultSet rows = statement.executeQuery()) {
            List<String> header = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                header.add(rows.getMetaData().getColumnLabel(column));
            }
            PrintedTable printed = new PrintedTable(table.tableName(), header);
            while (rows.next()) {
                printed.add(values(rows, header.size()));
            }
            return printed.toString();
        }
    }

    /** What zoho-sink has made of these rows. */
    Ledger ledger() {
        return new Ledger(stack, connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private Set<String> missing(ShownTable table, Expected expected) throws SQLException {
        Set<String> missing = new HashSet<>(expected.of(table));
        String query = "SELECT event_id::text FROM " + table.tableName() + " WHERE moodle_user_id BETWEEN ? AND ?";
        try (PreparedStatement statement = ofTheDemo(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                missing.remove(rows.getString(1));
            }
            return missing;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                // A db-writer that is run in another way may still be on its way.
                return missing;
            }
            throw e;
        }
    }

    private PreparedStatement ofTheDemo(String query) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        statement.setLong(1, Story.FIRST_USER);
        statement.setLong(2, Story.LAST_USER);
        return statement;
    }

    private static List<String> values(ResultSet rows, int count) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= count; column++) {
            String value = rows.getString(column);
            values.add(value == null ? "-" : value);
        }
        return values;
    }

    private String lateness(ShownTable table, Set<String> missing) {
        String text = missing.size() + " rows did not appear in table " + table.tableName() + " within "
                + Patience.LIMIT.toSeconds() + " s.";
        List<String> leftOut = new ArrayList<>(List.of("grade-processor", "db-writer"));
        leftOut.removeAll(stack.services());
        return leftOut.isEmpty()
                ? text + " The log in the data folder may say why."
                : text + " The stack runs without " + String.join(" and ", leftOut) + ": is it running elsewhere?";
    }
}
