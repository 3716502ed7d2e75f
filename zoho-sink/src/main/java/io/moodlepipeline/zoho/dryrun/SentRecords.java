package io.moodlepipeline.zoho.dryrun;

import io.moodlepipeline.zoho.ledger.LedgerView.Sent;
import io.moodlepipeline.zoho.mapping.Role;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** What was sent before. */
@FunctionalInterface
public interface SentRecords {
    /** As before the first start, when there is no ledger. */
    SentRecords NONE = (role, keys) -> Map.of();

    /** Those of the keys that are known, by key. */
    Map<String, Sent> of(Role role, Collection<String> keys) throws SQLException;
}
