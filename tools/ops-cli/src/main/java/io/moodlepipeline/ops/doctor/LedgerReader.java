package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads from the zoho-sink's ledger what only a doctor wants to know. */
final class LedgerReader {
    private final Database database;

    LedgerReader(Database database) {
        this.database = database;
    }

    /** The organisation that a tenant's ledger belongs to; empty when it belongs to none yet. */
    Optional<String> organisation(String tenant) throws TargetException {
        return database.inTransaction(connection -> new SqlStatement(
                        "SELECT org_id FROM zoho.binding WHERE tenant = ?", parameters -> parameters.value(tenant))
                .query(connection, rows -> rows.next() ? Optional.of(rows.getString(1)) : Optional.empty()));
    }

    /**
     * Children that wait for their student.
     *
     * @param oldest null when none waits
     */
    record Waiting(long count, Instant oldest) {}

    Waiting waiting(String tenant) throws TargetException {
        return database.inTransaction(connection -> new SqlStatement(
                        "SELECT count(*), min(since) FROM zoho.waiting WHERE tenant = ?",
                        parameters -> parameters.value(tenant))
                .query(connection, rows -> {
                    rows.next();
                    OffsetDateTime oldest = rows.getObject(2, OffsetDateTime.class);
                    return new Waiting(rows.getLong(1), oldest == null ? null : oldest.toInstant());
                }));
    }

    /** How many records lack a field that Zoho refused, by role and field. */
    Map<String, Long> incomplete(String tenant, String orgId) throws TargetException {
        return database.inTransaction(connection -> new SqlStatement(
                        "SELECT role || '.' || field, count(*) FROM zoho.entry, unnest(incomplete_fields) AS field"
                                + " WHERE tenant = ? AND org_id = ? GROUP BY 1",
                        parameters -> parameters.value(tenant).value(orgId))
                .query(connection, rows -> {
                    Map<String, Long> counts = new TreeMap<>();
                    while (rows.next()) {
                        counts.put(rows.getString(1), rows.getLong(2));
                    }
                    return counts;
                }));
    }
}
