package io.moodlepipeline.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One statement with its parameters, as often as somebody runs it. */
public record SqlStatement(String sql, Binding binding) {

    /** @return how many rows it wrote */
    public int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(new Parameters(statement));
            return statement.executeUpdate();
        }
    }

    /**
     * Runs one statement for each of many rows, in as few messages to the server as the driver can.
     *
     * @return how many rows of the table each wrote
     */
    public static <R> int[] updateEach(Connection connection, String sql, Iterable<R> rows, RowBinding<R> binding)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (R row : rows) {
                binding.bind(new Parameters(statement), row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    public <T> T query(Connection connection, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(new Parameters(statement));
            try (ResultSet rows = statement.executeQuery()) {
                return reading.read(rows);
            }
        }
    }

    /** Sets the parameters, in the order in which the statement's text has them. */
    @FunctionalInterface
    public interface Binding {
        void bind(Parameters parameters) throws SQLException;
    }

    /** Sets the parameters for a row. */
    @FunctionalInterface
    public interface RowBinding<R> {
        void bind(Parameters parameters, R row) throws SQLException;
    }

    /** Reads the rows, from before the first one. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
