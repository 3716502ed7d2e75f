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
 * Decides for many records at once who may write them. All is decided on the row as it is once it is locked, and what was decided can
 * be seen on the row that comes of it:
 *
 * <ul>
 *   <li>what holds something newer stays as it is;
 *   <li>what was sent with the same content takes the version, unless a claim was never settled: then nobody knows what Zoho holds;
 *   <li>what is nobody's, or whose claim has run out, or is this owner's with the same content, is claimed. If there was a claim, its
 *       write is in doubt, and so the hash of what Zoho holds is forgotten;
 *   <li>all else is another write under way, and stays as it is.
 * </ul>
 */
final class ClaimStatement {
    private static final String NEWER =
            VersionColumns.row("stored.version_") + " > " + VersionColumns.row("excluded.claim_");
    private static final String UNCHANGED = "(stored.claim_owner IS NULL AND stored.content_hash = excluded.claim_hash"
            + " AND NOT stored.suspect AND stored.record_id IS NOT NULL)";
    private static final String FREE = "(stored.claim_owner IS NULL OR stored.claim_until <= now()"
            + " OR (stored.claim_owner, stored.claim_hash) IS NOT DISTINCT FROM (excluded.claim_owner, excluded.claim_hash))";

    // Null when there is no version yet, and then not newer.
    private static final String NOT_NEWER = NEWER + " IS NOT TRUE";
    private static final String TAKES_VERSION = NOT_NEWER + " AND " + UNCHANGED + " IS TRUE";
    private static final String TAKES_CLAIM = NOT_NEWER + " AND " + FREE + " AND " + UNCHANGED + " IS NOT TRUE";

    private static final String SQL = "WITH wanted AS (SELECT * FROM unnest(?::text[], " + VersionColumns.ARRAYS
            + ", ?::bytea[]) WITH ORDINALITY AS wanted (key, " + VersionColumns.list("") + ", hash, place)),"
            + " written AS (INSERT INTO zoho.entry AS stored (tenant, org_id, role, key, claim_owner, claim_until,"
            + " claim_hash, " + VersionColumns.list("claim_") + ")"
            + " SELECT ?, ?, ?, key, ?, now() + ? * interval '1 millisecond', hash, " + VersionColumns.list("")
            + " FROM wanted " + Module.LOCK_ORDER
            + " ON CONFLICT (tenant, org_id, role, key) DO UPDATE SET "
            + claimed("claim_owner") + ", " + claimed("claim_until") + ", " + claimed("claim_hash") + ", "
            + VersionColumns.assign("claim_", "excluded.claim_", TAKES_CLAIM)
            + ", claim_disturbed = stored.claim_disturbed AND NOT (" + TAKES_CLAIM + ")"
            + ", content_hash = CASE WHEN " + TAKES_CLAIM + " AND stored.claim_owner IS NOT NULL"
            + " THEN NULL ELSE stored.content_hash END, "
            + VersionColumns.assign("version_", "excluded.claim_", TAKES_VERSION)
            + " RETURNING stored.*)"
            + " SELECT " + EntryRows.COLUMNS + ", CASE"
            + " WHEN stored.key IS NULL THEN 'NOT_STORED'"
            + " WHEN " + VersionColumns.row("stored.version_") + " > " + VersionColumns.row("wanted.")
            + " THEN 'SUPERSEDED'"
            + " WHEN stored.claim_owner = ? AND stored.claim_hash = wanted.hash THEN 'GRANTED'"
            + " WHEN stored.claim_owner IS NULL THEN 'UNCHANGED'"
            + " ELSE 'BUSY' END AS verdict"
            + " FROM wanted LEFT JOIN written AS stored USING (key) ORDER BY wanted.place";

    private ClaimStatement() {}

    /** @return what came of each, in the order asked */
    static List<Claim> execute(Connection connection, Module module, UUID owner, Duration lease, List<Wanted> wanted)
            throws SQLException {
        return new SqlStatement(SQL, parameters -> {
                    parameters.column("text", wanted, Wanted::key);
                    VersionColumns.bind(parameters, wanted, Wanted::version);
                    parameters.column("bytea", wanted, Wanted::hash);
                    module.bind(parameters).value(owner).value(lease.toMillis()).value(owner);
                })
                .query(connection, rows -> {
                    List<Claim> claims = new ArrayList<>(wanted.size());
                    while (rows.next()) {
                        claims.add(claim(wanted.get(claims.size()), rows));
                    }
                    return claims;
                });
    }

    private static String claimed(String column) {
        return column + " = CASE WHEN " + TAKES_CLAIM + " THEN excluded." + column + " ELSE stored." + column + " END";
    }

    private static Claim claim(Wanted wanted, ResultSet row) throws SQLException {
        return switch (Verdict.valueOf(row.getString("verdict"))) {
            case SUPERSEDED -> new Claim.Superseded();
            case UNCHANGED -> new Claim.Unchanged();
            case BUSY -> new Claim.Busy();
            case NOT_STORED -> new Claim.NotStored();
            case GRANTED -> new Claim.Granted(wanted, EntryRows.entry(row));
        };
    }

    private enum Verdict {
        SUPERSEDED,
        UNCHANGED,
        BUSY,
        NOT_STORED,
        GRANTED
    }
}
