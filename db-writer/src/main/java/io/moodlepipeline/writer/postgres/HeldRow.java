package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.NewestRows;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.StoredRow;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a row holds that was not written, asked for in the transaction that has just tried to. To have the write itself return that would cost
 * every batch several per cent of its time, and most batches hold nothing that was superseded.
 *
 * @param bodySha256 null when it is not known
 */
record HeldRow(StoredRow stored, Instant received, String bodySha256) {
    private static final String RECEIVED_AT = "received_at";

    /** @return by key; a row that is missing was not stored. Each row that is there is locked until the transaction ends */
    static <E extends MoodleEvent> Map<RowKey, HeldRow> read(Connection connection, NewestRows<E> tried)
            throws SQLException {
        Table<E> table = tried.table();
        List<Column<E>> key = table.columns().stream()
                .filter(column -> table.keyColumns().contains(column.name()))
                .toList();
        Set<String> asked = new LinkedHashSet<>(StoredRow.columns(table));
        asked.addAll(List.of(RECEIVED_AT, Tables.BODY_SHA_256));
        String sql = "SELECT " + String.join(", ", asked) + " FROM " + table.name() + " WHERE ("
                + String.join(", ", table.keyColumns()) + ") IN (SELECT * FROM unnest("
                + ColumnArrays.placeholders(key) + "))";
        return new SqlStatement(sql, parameters -> ColumnArrays.bind(parameters, key, tried))
                .query(connection, rows -> {
                    Map<RowKey, HeldRow> held = new HashMap<>();
                    while (rows.next()) {
                        StoredRow stored = StoredRow.of(table, rows);
                        byte[] digest = rows.getBytes(Tables.BODY_SHA_256);
                        held.put(
                                stored.key(),
                                new HeldRow(
                                        stored,
                                        StoredRow.instant(rows, RECEIVED_AT),
                                        digest == null ? null : HexFormat.of().formatHex(digest)));
                    }
                    return held;
                });
    }

    boolean holds(ConsumedEvent event) {
        return stored.origin().equals(event.origin());
    }

    boolean isNewerThan(ConsumedEvent event) {
        return stored.version().compareTo(event.version()) > 0;
    }

    /** Whether the event has the id of the one in the row, and another body. */
    boolean isReusedBy(ConsumedEvent event) {
        return stored.eventId().equals(event.metadata().eventId())
                && bodySha256 != null
                && event.metadata().bodySha256() != null
                && !bodySha256.equals(event.metadata().bodySha256());
    }
}
