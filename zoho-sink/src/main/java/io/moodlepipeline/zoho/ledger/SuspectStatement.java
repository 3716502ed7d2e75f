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
    // A claim that was never settled is a write in doubt: its event comes again and must not be thought sent.
    private static final String KNOWN_HASH = "CASE WHEN claim_owner IS NULL THEN content_hash END";

    private static final String FREE = "SELECT " + EntryRows.COLUMNS + ", content, " + KNOWN_HASH + " AS known_hash, "
            + VersionColumns.list("version_") + " FROM zoho.entry AS stored WHERE " + Module.ALL
            + " AND suspect AND content IS NOT NULL AND (claim_owner IS NULL OR claim_until <= now())"
            + " ORDER BY key LIMIT ? FOR UPDATE SKIP LOCKED";

    private static final String CLAIM = "UPDATE zoho.entry SET claim_owner = ?,"
            + " claim_until = now() + ? * interval '1 millisecond', claim_hash = " + KNOWN_HASH
            + ", content_hash = " + KNOWN_HASH + ", (" + VersionColumns.list("claim_") + ") = ROW ("
            + VersionColumns.list("version_") + "), claim_disturbed = false WHERE " + Module.ONE;

    private SuspectStatement() {}

    static List<Ledger.Suspect> execute(Connection connection, Module module, UUID owner, Duration lease, int limit)
            throws SQLException {
        List<Ledger.Suspect> suspects = new SqlStatement(
                        FREE, parameters -> module.bind(parameters).value(limit))
                .query(connection, SuspectStatement::read);
        SqlStatement.updateEach(
                connection,
                CLAIM,
                suspects,
                (parameters, suspect) -> module.bind(
                        parameters.value(owner).value(lease.toMillis()),
                        suspect.claim().wanted().key()));
        return suspects;
    }

    private static List<Ledger.Suspect> read(ResultSet rows) throws SQLException {
        List<Ledger.Suspect> suspects = new ArrayList<>();
        while (rows.next()) {
            Entry entry = EntryRows.entry(rows);
            Wanted wanted = new Wanted(entry.key(), VersionColumns.read(rows, "version_"), rows.getBytes("known_hash"));
            suspects.add(new Ledger.Suspect(new Claim.Granted(wanted, entry), EntryRows.content(rows)));
        }
        return suspects;
    }
}
