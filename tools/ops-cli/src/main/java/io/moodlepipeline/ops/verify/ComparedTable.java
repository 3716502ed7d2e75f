package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.Table;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Makes the same {@link Fingerprint} of a row and of the event it came from. Values are compared as PostgreSQL hands them back: a
 * number by what it is worth, whatever its trailing zeros, a time by its instant.
 */
final class ComparedTable<E extends MoodleEvent> {
    /** They say where the event stood and when it came, which differs between two deliveries of one event. */
    private static final Set<String> OF_THE_DELIVERY =
            Set.of("source_topic", "source_partition", "source_offset", "received_at");

    private static final int NULL = 0;

    private final Table<E> table;
    private final List<Column<E>> columns;
    /** Texts that come again with each row: one of each is enough. */
    private final Map<String, String> texts = new HashMap<>();

    ComparedTable(Table<E> table) {
        this.table = table;
        this.columns = table.columns().stream()
                .filter(column -> !OF_THE_DELIVERY.contains(column.name()))
                .filter(column -> !table.keyColumns().contains(column.name()))
                .toList();
    }

    Table<E> table() {
        return table;
    }

    boolean holds(ConsumedEvent consumed) {
        return table.holds(consumed.event());
    }

    RowKey keyOf(ConsumedEvent consumed) {
        RowKey key = table.keyOf(consumed);
        return new RowKey(shared(key.tenant()), key.first(), key.second());
    }

    RowKey keyOf(ResultSet row) throws SQLException {
        List<String> key = table.keyColumns();
        return new RowKey(
                shared(row.getString(key.get(0))),
                row.getLong(key.get(1)),
                key.size() > 2 ? row.getLong(key.get(2)) : 0);
    }

    Fingerprint of(ConsumedEvent consumed) {
        int[] contents = new int[columns.size()];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = checksum(table.value(columns.get(i), consumed));
        }
        return new Fingerprint(
                lean(consumed.version(), consumed.metadata().eventId()),
                consumed.metadata().eventId(),
                consumed.origin(),
                contents);
    }

    Fingerprint of(ResultSet row) throws SQLException {
        int[] contents = new int[columns.size()];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = checksum(value(row, columns.get(i)));
        }
        UUID eventId = row.getObject("event_id", UUID.class);
        boolean judged = table.versionColumns().contains("band_rules");
        Version version = new Version(
                judged ? row.getLong("moodle_grade_id") : 0,
                instant(row, "version_time"),
                row.getObject("version_sequence", UUID.class),
                judged ? row.getInt("band_rules") : 0);
        Origin origin = new Origin(
                shared(row.getString("source_topic")), row.getInt("source_partition"), row.getLong("source_offset"));
        return new Fingerprint(lean(version, eventId), eventId, origin, contents);
    }

    /** The names of the columns in which two of this table differ. */
    List<String> differences(Fingerprint one, Fingerprint other) {
        return IntStream.range(0, columns.size())
                .filter(i -> one.contents()[i] != other.contents()[i])
                .mapToObj(i -> columns.get(i).name())
                .toList();
    }

    /** The key as SQL would say it, without the tenant. */
    String describe(RowKey key) {
        List<String> names = table.keyColumns();
        String first = names.get(1) + "=" + key.first();
        return names.size() > 2 ? first + " " + names.get(2) + "=" + key.second() : first;
    }

    private static Object value(ResultSet row, Column<?> column) throws SQLException {
        return column.type() == Column.Type.TIMESTAMPTZ ? instant(row, column.name()) : row.getObject(column.name());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static int checksum(Object value) {
        if (value == null) {
            return NULL;
        }
        String text =
                value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value.toString();
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        // No text's checksum is that of null.
        int sum = (int) checksum.getValue();
        return sum == NULL ? 1 : sum;
    }

    /** Most events' sequence is their id: held once. */
    private static Version lean(Version version, UUID eventId) {
        return version.sequence().equals(eventId)
                ? new Version(version.generation(), version.time(), eventId, version.rules())
                : version;
    }

    private String shared(String text) {
        return texts.computeIfAbsent(text, same -> same);
    }
}
