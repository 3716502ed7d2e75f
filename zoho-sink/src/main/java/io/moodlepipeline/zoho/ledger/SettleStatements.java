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

/**
 * Notes how writes ended. A claim is still held when owner, version and hash are those that were granted: nobody took it meanwhile, even
 * if its lease has run out.
 */
final class SettleStatements {
    private static final String LOCK = "SELECT 1 FROM zoho.entry AS stored WHERE " + Module.STORED
            + " AND key = ANY (?) " + Module.LOCK_ORDER + " FOR UPDATE";

    private static final String ENDED = "ended (key, " + VersionColumns.list("") + ", hash, ";
    private static final String OF_ENDED = " WHERE " + Module.STORED + " AND stored.key = ended.key";
    private static final String STILL_HELD = " AND stored.claim_owner = ? AND " + VersionColumns.row("stored.claim_")
            + " = " + VersionColumns.row("ended.") + " AND stored.claim_hash IS NOT DISTINCT FROM ended.hash";
    private static final String NO_CLAIM = "claim_owner = NULL, claim_until = NULL, claim_hash = NULL, "
            + "claim_generation = NULL, claim_time = NULL, claim_sequence = NULL, claim_rules = NULL,"
            + " claim_disturbed = false";

    private static final String SENT = "UPDATE zoho.entry AS stored SET record_id = ended.record_id,"
            + " (" + VersionColumns.list("version_") + ") = ROW (" + VersionColumns.list("ended.") + "),"
            + " content_hash = ended.hash, name = ended.name, content = ended.content,"
            // Names of fields are letters, digits and underscores.
            + " incomplete_fields = string_to_array(ended.incomplete, ','), last_error = ended.error,"
            + " synced_at = now(), suspect = stored.claim_disturbed, " + NO_CLAIM
            + " FROM unnest(?::text[], " + VersionColumns.ARRAYS
            + ", ?::bytea[], ?::text[], ?::text[], ?::jsonb[], ?::text[], ?::text[]) AS " + ENDED
            + "record_id, name, content, incomplete, error)" + OF_ENDED + STILL_HELD + " RETURNING stored.key";

    private static final String LOST = "UPDATE zoho.entry AS stored SET suspect = true,"
            // Who holds the claim now may be writing just now, before or after this write.
            + " claim_disturbed = claim_owner IS NOT NULL, record_id = COALESCE(stored.record_id, ended.record_id)"
            + " FROM unnest(?::text[], ?::text[]) AS ended (key, record_id)" + OF_ENDED;

    private static final String NOT_SENT = "UPDATE zoho.entry AS stored SET "
            + VersionColumns.assign("version_", "ended.", "ended.noted")
            + ", content_hash = CASE WHEN ended.noted THEN NULL ELSE stored.content_hash END"
            + ", last_error = CASE WHEN ended.noted THEN ended.error ELSE stored.last_error END, " + NO_CLAIM
            + " FROM unnest(?::text[], " + VersionColumns.ARRAYS + ", ?::bytea[], ?::boolean[], ?::text[]) AS " + ENDED
            + "noted, error)" + OF_ENDED + STILL_HELD;

    private final Connection connection;
    private final Module module;
    private final UUID owner;

    SettleStatements(Connection connection, Module module, UUID owner) {
        this.connection = connection;
        this.module = module;
        this.owner = owner;
    }

    void execute(Collection<? extends Settlement> settlements) throws SQLException {
        List<Settlement.Sent> sent = new ArrayList<>();
        List<NotSent> notSent = new ArrayList<>();
        for (Settlement settlement : settlements) {
            if (settlement instanceof Settlement.Sent each) {
                sent.add(each);
            } else if (settlement instanceof Settlement.Refused each) {
                notSent.add(new NotSent(each, true, each.error()));
            } else {
                notSent.add(new NotSent(settlement, settlement instanceof Settlement.Noted, null));
            }
        }
        lock(settlements);
        if (!sent.isEmpty()) {
            Set<String> settled = settleSent(sent);
            sent.removeIf(each -> settled.contains(key(each)));
        }
        if (!sent.isEmpty()) {
            suspect(sent);
        }
        if (!notSent.isEmpty()) {
            settleNotSent(notSent);
        }
    }

    /** Updates of many rows lock them in whatever order the plan has. */
    private void lock(Collection<? extends Settlement> settlements) throws SQLException {
        new SqlStatement(LOCK, parameters -> module.bind(parameters).column("text", settlements, SettleStatements::key))
                .query(connection, rows -> null);
    }

    /** @return the keys whose claims were still held */
    private Set<String> settleSent(List<Settlement.Sent> sent) throws SQLException {
        return new SqlStatement(SENT, parameters -> {
                    bindClaims(parameters, sent);
                    parameters
                            .column("text", sent, Settlement.Sent::recordId)
                            .column("text", sent, Settlement.Sent::name)
                            .column("jsonb", sent, each -> each.content().toString())
                            .column("text", sent, each -> String.join(",", each.incompleteFields()))
                            .column("text", sent, Settlement.Sent::lastError);
                    module.bind(parameters).value(owner);
                })
                .query(connection, rows -> {
                    Set<String> settled = new HashSet<>();
                    while (rows.next()) {
                        settled.add(rows.getString(1));
                    }
                    return settled;
                });
    }

    private void suspect(List<Settlement.Sent> lost) throws SQLException {
        new SqlStatement(LOST, parameters -> {
                    parameters
                            .column("text", lost, SettleStatements::key)
                            .column("text", lost, Settlement.Sent::recordId);
                    module.bind(parameters);
                })
                .update(connection);
    }

    private void settleNotSent(List<NotSent> notSent) throws SQLException {
        new SqlStatement(NOT_SENT, parameters -> {
                    bindClaims(
                            parameters,
                            notSent.stream().map(NotSent::settlement).toList());
                    parameters.column("boolean", notSent, NotSent::noted).column("text", notSent, NotSent::error);
                    module.bind(parameters).value(owner);
                })
                .update(connection);
    }

    private static void bindClaims(Parameters parameters, List<? extends Settlement> settlements) throws SQLException {
        parameters.column("text", settlements, SettleStatements::key);
        VersionColumns.bind(
                parameters,
                settlements,
                settlement -> settlement.claim().wanted().version());
        parameters.column(
                "bytea", settlements, settlement -> settlement.claim().wanted().hash());
    }

    private static String key(Settlement settlement) {
        return settlement.claim().wanted().key();
    }

    /** @param noted whether the version is kept, and the content forgotten */
    private record NotSent(Settlement settlement, boolean noted, String error) {}
}
