package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.NewestRows;
import io.moodlepipeline.writer.tables.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes many rows of one table with one statement: an array per column, so that the statement's text, and with it its plan, is the
 * same for any number of rows.
 */
final class UpsertStatement {
    private UpsertStatement() {}

    static <E extends MoodleEvent> void execute(Connection connection, NewestRows<E> newest) throws SQLException {
        List<ConsumedEvent> rows = newest.rows();
        if (rows.isEmpty()) {
            return;
        }
        Table<E> table = newest.table();
        List<java.sql.Array> arrays = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql(table))) {
            for (Column<E> column : table.columns()) {
                java.sql.Array array = array(connection, table, column, rows);
                arrays.add(array);
                statement.setArray(arrays.size(), array);
            }
            statement.executeUpdate();
        } finally {
            for (java.sql.Array array : arrays) {
                array.free();
            }
        }
    }

    private static <E extends MoodleEvent> java.sql.Array array(
            Connection connection, Table<E> table, Column<E> column, List<ConsumedEvent> rows) throws SQLException {
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = table.value(column, rows.get(i));
            // The driver writes array elements as text, and an Instant's text is ISO 8601, which PostgreSQL reads.
            values[i] = column.type() == Column.Type.TIMESTAMPTZ && value != null ? value.toString() : value;
        }
        return connection.createArrayOf(typeName(column), values);
    }

    static String sql(Table<?> table) {
        String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String arrays = table.columns().stream()
                .map(column -> "?::" + typeName(column) + "[]")
                .collect(Collectors.joining(", "));
        String updates = table.columns().stream()
                .map(Column::name)
                .filter(name -> !table.keyColumns().contains(name))
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table.name() + " AS stored (" + names + ", written_at)"
                + " SELECT " + names + ", now() FROM unnest(" + arrays + ") AS event (" + names + ")"
                + " ON CONFLICT (" + String.join(", ", table.keyColumns()) + ") DO UPDATE SET " + updates
                + ", written_at = excluded.written_at"
                + " WHERE " + VersionGuard.notOlder("excluded", "stored", table.versionColumns());
    }

    private static String typeName(Column<?> column) {
        return column.type().name().toLowerCase(Locale.ROOT);
    }
}
