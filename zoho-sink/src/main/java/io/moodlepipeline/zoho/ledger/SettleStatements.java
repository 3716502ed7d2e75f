package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Parameters;
import io.moodlepipeline.postgresql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Notes how writes ended. A claim is still held when owner, version and hash are those that were granted: nobody took it meanwhile, even
 * if its lease has run out.
 */
final class SettleStatements {
    private static final String LOCK = "SELECT wanted.key FROM (SELECT key FROM unnest(?::text[]) AS asked (key) "
            + Module.LOCK_ORDER + ") AS wanted JOIN " + Module.lateral(" FOR UPDATE") + " ON true";

    private static final String STILL_HELD =
            " WHERE " + Module.ONE + " AND claim_owner = ? AND " + VersionColumns.row("claim_") + " = ("
                    + VersionColumns.PARAMETERS + ") AND claim_hash IS NOT DISTINCT FROM ?";

    private static final String VERSION_CLAIMED =
            "(" + VersionColumns.list("version_") + ") = ROW (" + VersionColumns.list("claim_") + ")";

    private static final String NO_CLAIM = "claim_owner = NULL, claim_until = NULL, claim_hash = NULL, "
            + VersionColumns.none("claim_") + ", claim_disturbed = false";

    private static final String SENT = "UPDATE zoho.entry SET " + VERSION_CLAIMED + ", content_hash = claim_hash,"
            + " record_id = ?, name = ?, content = ?::jsonb, incomplete_fields = ?, last_error = ?,"
            + " synced_at = now(), suspect = claim_disturbed, " + NO_CLAIM + STILL_HELD;

    private static final String LOST = "UPDATE zoho.entry SET suspect = true,"
            // Who holds the claim now may be writing just now, before or after this write.
            + " claim_disturbed = claim_owner IS NOT NULL, record_id = COALESCE(record_id, ?) WHERE " + Module.ONE;

    // What was sent before is no more what the newest event says, and must never be sent again.
    private static final String NOT_SENT = "UPDATE zoho.entry SET " + VERSION_CLAIMED
            + ", content_hash = NULL, content = NULL, suspect = false, last_error = ?, " + NO_CLAIM + STILL_HELD;

    private static final String RELEASED = "UPDATE zoho.entry SET " + NO_CLAIM + STILL_HELD;

    private final Connection connection;
    private final Module module;
    private final UUID owner;

    SettleStatements(Connection connection, Module module, UUID owner) {
        this.connection = connection;
        this.module = module;
        this.owner = owner;
    }

    /** @return how many records are in Zoho of which the database holds nothing, though it reported success */
    int execute(Collection<? extends Settlement> settlements) throws SQLException {
        List<Settlement.Sent> sent = new ArrayList<>();
        List<NotSent> notSent = new ArrayList<>();
        List<Settlement> released = new ArrayList<>();
        for (Settlement settlement : settlements) {
            if (settlement instanceof Settlement.Sent each) {
                sent.add(each);
            } else if (settlement instanceof Settlement.Refused each) {
                notSent.add(new NotSent(each.claim(), each.error()));
            } else if (settlement instanceof Settlement.Noted each) {
                notSent.add(new NotSent(each.claim(), null));
            } else {
                released.add(settlement);
            }
        }
        Set<String> there = lock(settlements);
        int notStored = suspect(settleSent(sent), there);
        settleNotSent(notSent);
        release(released);
        return notStored;
    }

    /** @return the keys whose entries are there: a reset of the ledger takes them away */
    private Set<String> lock(Collection<? extends Settlement> settlements) throws SQLException {
        return new SqlStatement(
                        LOCK,
                        parameters -> module.bind(
                                parameters.column("text", settlements, settlement -> key(settlement.claim()))))
                .query(connection, rows -> {
                    Set<String> keys = new HashSet<>();
                    while (rows.next()) {
                        keys.add(rows.getString(1));
                    }
                    return keys;
                });
    }

    /** @return those whose claims were lost */
    private List<Settlement.Sent> settleSent(List<Settlement.Sent> sent) throws SQLException {
        int[] written = SqlStatement.updateEach(connection, SENT, sent, (parameters, each) -> {
            parameters
                    .value(each.recordId())
                    .value(each.name())
                    .value(each.content().toString())
                    .column("text", each.incompleteFields(), field -> field)
                    .value(each.lastError());
            bindClaim(parameters, each.claim());
        });
        List<Settlement.Sent> lost = new ArrayList<>();
        for (int i = 0; i < written.length; i++) {
            if (written[i] == 0) {
                lost.add(sent.get(i));
            }
        }
        return lost;
    }

    /** @return how many of the entries that are there did not take even that */
    private int suspect(List<Settlement.Sent> lost, Set<String> there) throws SQLException {
        int[] noted = SqlStatement.updateEach(
                connection,
                LOST,
                lost,
                (parameters, each) -> module.bind(parameters.value(each.recordId()), key(each.claim())));
        return (int) IntStream.range(0, noted.length)
                .filter(i -> noted[i] == 0 && there.contains(key(lost.get(i).claim())))
                .count();
    }

    private void settleNotSent(List<NotSent> notSent) throws SQLException {
        SqlStatement.updateEach(
                connection,
                NOT_SENT,
                notSent,
                (parameters, each) -> bindClaim(parameters.value(each.error()), each.claim()));
    }

    private void release(List<Settlement> released) throws SQLException {
        SqlStatement.updateEach(
                connection, RELEASED, released, (parameters, each) -> bindClaim(parameters, each.claim()));
    }

    private void bindClaim(Parameters parameters, Claim.Granted claim) throws SQLException {
        module.bind(parameters, key(claim)).value(owner);
        VersionColumns.bind(parameters, claim.wanted().version());
        parameters.bytes(claim.wanted().hash());
    }

    private static String key(Claim.Granted claim) {
        return claim.wanted().key();
    }

    /** @param error null when nothing is wrong */
    private record NotSent(Claim.Granted claim, String error) {}
}
