package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.StoredRow;
import io.moodlepipeline.writer.tables.Table;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
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
            Set.of("source_topic", "source_partition", "source_offset", "received_at", "body_sha256");

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

    RowKey keyOf(ConsumedEvent consumed) {
        return shared(table.keyOf(consumed));
    }

    RowKey keyOf(StoredRow stored) {
        return shared(stored.key());
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

    /** @param stored what the row says of its event */
    Fingerprint of(StoredRow stored, ResultSet row) throws SQLException {
        int[] contents = new int[columns.size()];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = checksum(value(row, columns.get(i)));
        }
        Origin origin = stored.origin();
        return new Fingerprint(
                lean(stored.version(), stored.eventId()),
                stored.eventId(),
                new Origin(shared(origin.topic()), origin.partition(), origin.offset()),
                contents);
    }

    /** The names of the columns in which two of this table differ. */
    List<String> differences(Fingerprint one, Fingerprint other) {
        return IntStream.range(0, columns.size())
                .filter(i -> one.contents()[i] != other.contents()[i])
                .mapToObj(i -> columns.get(i).name())
                .toList();
    }

    private static Object value(ResultSet row, Column<?> column) throws SQLException {
        return switch (column.type()) {
            case TIMESTAMPTZ -> StoredRow.instant(row, column.name());
            case BIGINT_ARRAY -> StoredRow.ids(row, column.name());
            case TEXT, BIGINT, INTEGER, NUMERIC, BOOLEAN, UUID, BYTEA -> row.getObject(column.name());
        };
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
                ? new Version(
                        version.epoch(),
                        version.timed(),
                        version.generation(),
                        version.time(),
                        eventId,
                        version.rules())
                : version;
    }

    private RowKey shared(RowKey key) {
        return new RowKey(shared(key.tenant()), key.first(), key.second());
    }

    private String shared(String text) {
        return texts.computeIfAbsent(text, same -> same);
    }
}
