package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.rows.QueryFailure;
import io.moodlepipeline.writer.tables.Column;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.StoredRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Reads a whole table, a part at a time, as it stands at one moment. */
final class StoredRows {
    private static final int ROWS_AT_A_TIME = 500;

    private final Connection connection;

    StoredRows(Connection connection) {
        this.connection = connection;
    }

    /** @param tenant whose rows; null for all */
    void read(ComparedTable<?> table, String tenant, BiConsumer<RowKey, Fingerprint> each) {
        String columns = table.table().columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String sql =
                "SELECT " + columns + " FROM " + table.table().name() + (tenant == null ? "" : " WHERE tenant_id = ?");
        try {
            // Only within a transaction does the driver leave the rows with the server until they are asked for.
            connection.setAutoCommit(false);
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setFetchSize(ROWS_AT_A_TIME);
                if (tenant != null) {
                    query.setString(1, tenant);
                }
                read(table, query, each);
            }
            connection.commit();
        } catch (SQLException e) {
            throw QueryFailure.explained(table.table(), e);
        }
    }

    private static void read(ComparedTable<?> table, PreparedStatement query, BiConsumer<RowKey, Fingerprint> each)
            throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                StoredRow stored = StoredRow.of(table.table(), rows);
                each.accept(table.keyOf(stored), table.of(stored, rows));
            }
        }
    }
}
