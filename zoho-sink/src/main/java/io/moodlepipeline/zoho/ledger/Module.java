package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Parameters;
import io.moodlepipeline.zoho.mapping.Role;
import java.sql.SQLException;

/**
 * Whose entries a statement is about.
 *
 * <p>Statements about many entries go to each by its whole primary key. Written as a join they would be planned, as long as the table
 * has no statistics, in the belief that a module has one entry or two, and so read all of it: on the first day, when it matters most.
 */
record Module(String tenant, String orgId, Role role) {
    private static final String PREFIX = "tenant = ? AND org_id = ? AND role = ?";

    /** One entry; takes four parameters. */
    static final String ONE = PREFIX + " AND key = ?";

    /** All entries; takes three parameters. */
    static final String ALL = PREFIX;

    /** The order in which every statement locks entries, so that none waits for another that waits for it. */
    static final String LOCK_ORDER = "ORDER BY key COLLATE \"C\"";

    /** What to join {@code wanted} with, on true: the entry of its key; takes three parameters. */
    static String lateral(String lock) {
        return "LATERAL (SELECT * FROM zoho.entry WHERE " + PREFIX + " AND key = wanted.key LIMIT 1" + lock
                + ") AS stored";
    }

    Parameters bind(Parameters parameters) throws SQLException {
        return parameters.value(tenant).value(orgId).value(role.name());
    }

    Parameters bind(Parameters parameters, String key) throws SQLException {
        return bind(parameters).value(key);
    }
}
