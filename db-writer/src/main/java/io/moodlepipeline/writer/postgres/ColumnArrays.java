package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.postgresql.Parameters;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.NewestRows;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** A table's columns as the parameters of a statement about many rows: an array of each, to be unnested. */
final class ColumnArrays {
    private ColumnArrays() {}

    /** A parameter for each column. */
    static String placeholders(List<? extends Column<?>> columns) {
        return columns.stream()
                .map(column -> "?::" + elementType(column) + "[]")
                .collect(Collectors.joining(", "));
    }

    /** Each column of the unnested rows, in its own type. */
    static String selected(List<? extends Column<?>> columns) {
        return columns.stream()
                .map(column ->
                        column.name() + (isArray(column) ? "::" + column.type().sqlName() : ""))
                .collect(Collectors.joining(", "));
    }

    static <E extends MoodleEvent> void bind(Parameters parameters, List<Column<E>> columns, NewestRows<E> newest)
            throws SQLException {
        for (Column<E> column : columns) {
            parameters.column(
                    elementType(column),
                    newest.rows(),
                    row -> element(column, newest.table().value(column, row)));
        }
    }

    /** Unnesting an array of arrays would give the numbers in them: they go as texts. */
    private static String elementType(Column<?> column) {
        return isArray(column) ? Column.Type.TEXT.sqlName() : column.type().sqlName();
    }

    private static Object element(Column<?> column, Object value) {
        if (!isArray(column) || value == null) {
            return value;
        }
        return ((List<?>) value).stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static boolean isArray(Column<?> column) {
        return column.type() == Column.Type.BIGINT_ARRAY;
    }
}
