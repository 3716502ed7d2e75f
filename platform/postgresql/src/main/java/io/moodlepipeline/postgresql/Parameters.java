package io.moodlepipeline.postgresql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;

/**
 * The parameters of a statement, set from left to right. Those of many rows are an array per column, to be unnested, so that the
 * statement's text, and with it its plan, is always the same.
 */
public final class Parameters {
    private static final String BYTEA = "bytea";

    private final PreparedStatement statement;
    private int count;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    /** @param value of a type that the driver knows, or an {@link Instant}, or null */
    public Parameters value(Object value) throws SQLException {
        statement.setObject(++count, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        return this;
    }

    /** @param value bytes; null is told from a text's null, for which a statement in a batch would be prepared anew */
    public Parameters bytes(byte[] value) throws SQLException {
        statement.setBytes(++count, value);
        return this;
    }

    /** A column of many rows; its parameter is best written as {@code ?::type[]}. */
    public <R> Parameters column(String type, Collection<R> rows, Function<? super R, ?> value) throws SQLException {
        // The driver knows bytes by the array's own type, and writes all else as text.
        Object[] values = BYTEA.equals(type) ? new byte[rows.size()][] : new Object[rows.size()];
        int row = 0;
        for (R each : rows) {
            values[row++] = element(value.apply(each));
        }
        statement.setArray(++count, statement.getConnection().createArrayOf(type, values));
        return this;
    }

    /** An Instant's text is ISO 8601, which PostgreSQL reads. */
    private static Object element(Object value) {
        return value instanceof Instant ? value.toString() : value;
    }
}
