package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.postgresql.Parameters;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.NewestRows;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table's columns as the parameters of a statement about many rows. */
final class ColumnArrays {
    private ColumnArrays() {}

    /** A parameter for each column, to be unnested. */
    static String placeholders(List<? extends Column<?>> columns) {
        return columns.stream().map(column -> "?::" + typeName(column) + "[]").collect(Collectors.joining(", "));
    }

    static <E extends MoodleEvent> void bind(Parameters parameters, List<Column<E>> columns, NewestRows<E> newest)
            throws SQLException {
        for (Column<E> column : columns) {
            parameters.column(
                    typeName(column), newest.rows(), row -> newest.table().value(column, row));
        }
    }

    private static String typeName(Column<?> column) {
        return column.type().name().toLowerCase(Locale.ROOT);
    }
}
