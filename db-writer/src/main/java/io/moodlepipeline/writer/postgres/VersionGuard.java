package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.writer.tables.Tables;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The version rule in SQL: the same order as {@link io.moodlepipeline.event.Version}, as a row comparison. Row comparison goes
 * column by column from the left, and PostgreSQL compares {@code uuid} unsigned, and false before true.
 */
final class VersionGuard {
    private VersionGuard() {}

    /** A condition that is true when the first row's version is not older than the second's. */
    static String notOlder(String candidate, String stored, List<String> versionColumns) {
        return row(candidate, versionColumns) + " >= " + row(stored, versionColumns);
    }

    private static String row(String alias, List<String> columns) {
        return columns.stream().map(column -> part(alias, column)).collect(Collectors.joining(", ", "(", ")"));
    }

    /** The id of a timed grade does not count. */
    private static String part(String alias, String column) {
        String value = alias + "." + column;
        return column.equals(Tables.GRADE_ID)
                ? "CASE WHEN " + alias + "." + Tables.VERSION_TIMED + " THEN 0 ELSE " + value + " END"
                : value;
    }
}
