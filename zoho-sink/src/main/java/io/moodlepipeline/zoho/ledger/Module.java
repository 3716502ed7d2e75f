package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Parameters;
import io.moodlepipeline.zoho.mapping.Role;
import java.sql.SQLException;

/** Whose entries a statement is about. */
record Module(String tenant, String orgId, Role role) {
    /** Of the entries of {@code stored}; takes three parameters. */
    static final String STORED = "stored.tenant = ? AND stored.org_id = ? AND stored.role = ?";

    /** The order in which every statement locks entries, so that none waits for another that waits for it. */
    static final String LOCK_ORDER = "ORDER BY key COLLATE \"C\"";

    Parameters bind(Parameters parameters) throws SQLException {
        return parameters.value(tenant).value(orgId).value(role.name());
    }
}
