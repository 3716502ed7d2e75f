package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Claims records of which an older write may have landed last. Those whose content is not known are left to their next event, which is
 * sent whatever it says.
 */
final class SuspectStatement {
    private static final String SQL = "WITH free AS (SELECT key FROM zoho.entry AS stored WHERE " + Module.STORED
            + " AND suspect AND content IS NOT NULL AND (claim_owner IS NULL OR claim_until <= now())"
            + " ORDER BY key LIMIT ? FOR UPDATE SKIP LOCKED)"
            + " UPDATE zoho.entry AS stored SET claim_owner = ?, claim_until = now() + ? * interval '1 millisecond',"
            // A claim that was never settled is a write in doubt: its event comes again and must not be thought sent.
            + " content_hash = CASE WHEN claim_owner IS NULL THEN content_hash END,"
            + " claim_hash = CASE WHEN claim_owner IS NULL THEN content_hash END,"
            + " (" + VersionColumns.list("claim_") + ") = ROW (" + VersionColumns.list("version_") + "),"
            + " claim_disturbed = false"
            + " FROM free WHERE " + Module.STORED + " AND stored.key = free.key"
            + " RETURNING " + EntryRows.COLUMNS + ", stored.claim_hash, stored.content, "
            + VersionColumns.list("stored.version_");

    private SuspectStatement() {}

    static List<Ledger.Suspect> execute(Connection connection, Module module, UUID owner, Duration lease, int limit)
            throws SQLException {
        return new SqlStatement(SQL, parameters -> {
                    module.bind(parameters).value(limit).value(owner).value(lease.toMillis());
                    module.bind(parameters);
                })
                .query(connection, rows -> {
                    List<Ledger.Suspect> suspects = new ArrayList<>();
                    while (rows.next()) {
                        suspects.add(suspect(rows));
                    }
                    return suspects;
                });
    }

    private static Ledger.Suspect suspect(ResultSet row) throws SQLException {
        Entry entry = EntryRows.entry(row);
        Wanted wanted = new Wanted(entry.key(), VersionColumns.read(row, "version_"), row.getBytes("claim_hash"));
        return new Ledger.Suspect(new Claim.Granted(wanted, entry), EntryRows.content(row));
    }
}
