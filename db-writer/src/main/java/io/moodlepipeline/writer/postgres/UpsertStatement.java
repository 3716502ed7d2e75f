package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.NewestRows;
import io.moodlepipeline.writer.tables.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Writes many rows of one table with one statement. */
final class UpsertStatement {
    /** Null when one of the digests is not known. */
    private static final String REUSED_ID =
            "stored.event_id = excluded.event_id AND stored.body_sha256 <> excluded.body_sha256";

    private UpsertStatement() {}

    /** @return how many rows were inserted or changed; the others hold something newer, or were not stored */
    static <E extends MoodleEvent> int execute(Connection connection, NewestRows<E> newest) throws SQLException {
        Table<E> table = newest.table();
        return new SqlStatement(sql(table), parameters -> ColumnArrays.bind(parameters, table.columns(), newest))
                .update(connection);
    }

    static String sql(Table<?> table) {
        String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String updates = table.columns().stream()
                .map(Column::name)
                .filter(name -> !table.keyColumns().contains(name))
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table.name() + " AS stored (" + names + ", written_at)"
                + " SELECT " + ColumnArrays.selected(table.columns()) + ", now() FROM unnest("
                + ColumnArrays.placeholders(table.columns())
                + ") AS event (" + names + ")"
                + " ON CONFLICT (" + String.join(", ", table.keyColumns()) + ") DO UPDATE SET " + updates
                + ", written_at = excluded.written_at"
                + " WHERE " + VersionGuard.notOlder("excluded", "stored", table.versionColumns())
                + " AND (" + REUSED_ID + ") IS NOT TRUE";
    }
}
