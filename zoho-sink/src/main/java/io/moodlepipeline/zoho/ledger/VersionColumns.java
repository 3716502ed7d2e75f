package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.postgresql.Parameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A version in SQL: six columns, compared as a row. That is the order of {@link Version}: column by column from the left, and
 * PostgreSQL compares {@code uuid} unsigned.
 */
final class VersionColumns {
    /** For {@code unnest}; takes a parameter for each column. */
    static final String ARRAYS = "?::integer[], ?::boolean[], ?::bigint[], ?::timestamptz[], ?::uuid[], ?::integer[]";

    /** A parameter for each column. */
    static final String PARAMETERS = "?, ?, ?, ?, ?, ?";

    private static final List<String> PARTS = List.of("epoch", "timed", "generation", "time", "sequence", "rules");

    private VersionColumns() {}

    /** The columns' names, such as {@code stored.version_generation, …} for {@code stored.version_}. */
    static String list(String prefix) {
        return PARTS.stream().map(part -> prefix + part).collect(Collectors.joining(", "));
    }

    /** For comparisons; null in one column makes the comparison null. */
    static String row(String prefix) {
        return "(" + list(prefix) + ")";
    }

    /** An assignment of null to each column. */
    static String none(String prefix) {
        return PARTS.stream().map(part -> prefix + part + " = NULL").collect(Collectors.joining(", "));
    }

    /** An assignment to each column of what stands in another, where a condition holds. */
    static String assign(String target, String source, String condition) {
        return PARTS.stream()
                .map(part -> target + part + " = CASE WHEN " + condition + " THEN " + source + part + " ELSE stored."
                        + target + part + " END")
                .collect(Collectors.joining(", "));
    }

    static void bind(Parameters parameters, Version version) throws SQLException {
        parameters
                .value(version.epoch())
                .value(version.timed())
                .value(version.generation())
                .value(version.time())
                .value(version.sequence())
                .value(version.rules());
    }

    static <R> void bind(Parameters parameters, Collection<R> rows, Function<? super R, Version> version)
            throws SQLException {
        parameters
                .column("integer", rows, row -> version.apply(row).epoch())
                .column("boolean", rows, row -> version.apply(row).timed())
                .column("bigint", rows, row -> version.apply(row).generation())
                .column("timestamptz", rows, row -> version.apply(row).time())
                .column("uuid", rows, row -> version.apply(row).sequence())
                .column("integer", rows, row -> version.apply(row).rules());
    }

    static Version read(ResultSet row, String prefix) throws SQLException {
        return new Version(
                row.getInt(prefix + "epoch"),
                row.getBoolean(prefix + "timed"),
                row.getLong(prefix + "generation"),
                row.getObject(prefix + "time", OffsetDateTime.class).toInstant(),
                row.getObject(prefix + "sequence", UUID.class),
                row.getInt(prefix + "rules"));
    }
}
