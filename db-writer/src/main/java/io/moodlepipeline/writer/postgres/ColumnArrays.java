package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.NewestRows;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The parameters of a statement about many rows: an array per column, so that its text, and with it its plan, is always the same. */
final class ColumnArrays implements AutoCloseable {
    private final List<Array> arrays = new ArrayList<>();

    /** A parameter for each column, to be unnested. */
    static String placeholders(List<? extends Column<?>> columns) {
        return columns.stream().map(column -> "?::" + typeName(column) + "[]").collect(Collectors.joining(", "));
    }

    <E extends MoodleEvent> void bind(PreparedStatement statement, List<Column<E>> columns, NewestRows<E> rows)
            throws SQLException {
        for (Column<E> column : columns) {
            Array array = statement.getConnection().createArrayOf(typeName(column), values(column, rows));
            arrays.add(array);
            statement.setArray(arrays.size(), array);
        }
    }

    private static <E extends MoodleEvent> Object[] values(Column<E> column, NewestRows<E> newest) {
        List<ConsumedEvent> rows = newest.rows();
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = newest.table().value(column, rows.get(i));
            // The driver writes array elements as text, and an Instant's text is ISO 8601, which PostgreSQL reads.
            values[i] = column.type() == Column.Type.TIMESTAMPTZ && value != null ? value.toString() : value;
        }
        return values;
    }

    private static String typeName(Column<?> column) {
        return column.type().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws SQLException {
        for (Array array : arrays) {
            array.free();
        }
    }
}
