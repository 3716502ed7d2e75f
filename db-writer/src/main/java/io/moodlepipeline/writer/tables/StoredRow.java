package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.record.Origin;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a row says of the event it holds.
 *
 * @param version by which another event's is newer or older
 * @param origin where the event stands, or stood
 */
public record StoredRow(RowKey key, Version version, UUID eventId, Origin origin) {

    private static final List<String> OF_THE_EVENT =
            List.of("event_id", "source_topic", "source_partition", "source_offset");

    /** The columns that a query must ask for. */
    public static Set<String> columns(Table<?> table) {
        Set<String> columns = new LinkedHashSet<>(table.keyColumns());
        columns.addAll(table.versionColumns());
        columns.addAll(OF_THE_EVENT);
        return columns;
    }

    /** @param row of a query for at least {@link #columns} */
    public static StoredRow of(Table<?> table, ResultSet row) throws SQLException {
        List<String> key = table.keyColumns();
        boolean judged = table.versionColumns().contains("band_rules");
        boolean timed = judged && row.getBoolean(Tables.VERSION_TIMED);
        return new StoredRow(
                new RowKey(
                        row.getString(key.get(0)),
                        row.getLong(key.get(1)),
                        key.size() > 2 ? row.getLong(key.get(2)) : 0),
                new Version(
                        row.getInt("version_epoch"),
                        timed,
                        judged && !timed ? row.getLong(Tables.GRADE_ID) : 0,
                        instant(row, "version_time"),
                        row.getObject("version_sequence", UUID.class),
                        judged ? row.getInt("band_rules") : 0),
                row.getObject("event_id", UUID.class),
                new Origin(
                        row.getString("source_topic"), row.getInt("source_partition"), row.getLong("source_offset")));
    }

    /** A time of a row; null where it has none. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Ids of a row in the order in which they were sent; null where it has none. */
    public static List<Long> ids(ResultSet row, String column) throws SQLException {
        Array ids = row.getArray(column);
        return ids == null ? null : List.of((Long[]) ids.getArray());
    }

    /** The key without its tenant, in the columns' names: {@code moodle_user_id=7 item_id=3}. */
    public static String describe(Table<?> table, RowKey key) {
        List<String> names = table.keyColumns();
        String first = names.get(1) + "=" + key.first();
        return names.size() > 2 ? first + " " + names.get(2) + "=" + key.second() : first;
    }
}
