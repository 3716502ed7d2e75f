package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.NewestRows;
import io.moodlepipeline.writer.tables.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks rows which events they hold, in the transaction that has just tried to write them. To have the write itself return that would
 * cost every batch several per cent of its time, and most batches hold nothing that was superseded.
 */
final class HeldEvents {
    private HeldEvents() {}

    /** @return where the events stand that the rows hold now; each row that was written is locked until the transaction ends */
    static <E extends MoodleEvent> Set<Origin> origins(Connection connection, NewestRows<E> tried) throws SQLException {
        Table<E> table = tried.table();
        List<Column<E>> key = table.columns().stream()
                .filter(column -> table.keyColumns().contains(column.name()))
                .toList();
        String sql = "SELECT source_topic, source_partition, source_offset FROM " + table.name() + " WHERE ("
                + String.join(", ", table.keyColumns()) + ") IN (SELECT * FROM unnest("
                + ColumnArrays.placeholders(key) + "))";
        return new SqlStatement(sql, parameters -> ColumnArrays.bind(parameters, key, tried))
                .query(connection, rows -> {
                    Set<Origin> held = new HashSet<>();
                    while (rows.next()) {
                        held.add(new Origin(rows.getString(1), rows.getInt(2), rows.getLong(3)));
                    }
                    return held;
                });
    }
}
