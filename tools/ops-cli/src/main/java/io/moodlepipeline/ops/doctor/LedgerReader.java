package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads from the zoho-sink's ledger what only a doctor wants to know. */
final class LedgerReader {
    private final Database database;

    LedgerReader(Database database) {
        this.database = database;
    }

    /** What there is of a tenant; empty when it is nothing. */
    Optional<Holding> holding(String tenant) throws TargetException {
        return database.inTransaction(connection -> new LedgerView(connection).holding(tenant));
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
