package io.moodlepipeline.ops.trace;

import io.moodlepipeline.ops.rows.QueryFailure;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.StoredRow;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of all tables that are about one person, or that hold one event. */
record FoundRows(List<Row> rows) {
    FoundRows {
        rows = List.copyOf(rows);
    }

    /** A row, and when it was written. */
    record Row(Table<?> table, StoredRow stored, Instant writtenAt) {
        RowKey key() {
            return stored.key();
        }
    }

    static FoundRows of(Connection database, String tenant, long userId) {
        return read(database, "tenant_id = ? AND moodle_user_id = ?", tenant, userId);
    }

    /** The row that holds this event of this tenant, or of any when it is null. No index helps: every row is looked at. */
    static FoundRows holding(Connection database, UUID eventId, String tenant) {
        return tenant == null
                ? read(database, "event_id = ?", eventId)
                : read(database, "event_id = ? AND tenant_id = ?", eventId, tenant);
    }

    private static FoundRows read(Connection database, String condition, Object... values) {
        List<Row> rows = new ArrayList<>();
        for (Table<?> table : Tables.ALL) {
            String sql = "SELECT " + String.join(", ", StoredRow.columns(table)) + ", written_at FROM " + table.name()
                    + " WHERE " + condition;
            try (PreparedStatement query = database.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    query.setObject(i + 1, values[i]);
                }
                try (ResultSet found = query.executeQuery()) {
                    while (found.next()) {
                        rows.add(new Row(table, StoredRow.of(table, found), StoredRow.instant(found, "written_at")));
                    }
                }
            } catch (SQLException e) {
                throw QueryFailure.explained(table, e);
            }
        }
        return new FoundRows(rows);
    }

    Optional<Row> find(Table<?> table, RowKey key) {
        return rows.stream()
                .filter(row -> row.table().equals(table) && row.key().equals(key))
                .findFirst();
    }
}
