package io.moodlepipeline.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What another program keeps where a service's tables belong. */
final class ForeignObjects {
    private static final String HISTORY = "flyway_schema_history";
    private static final int NAMED = 3;

    // What an extension has brought does not count: anybody may use it.
    private static final String OBJECTS = "SELECT name FROM ("
            + "SELECT relname AS name, relnamespace AS namespace, oid FROM pg_catalog.pg_class"
            + " WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
            + " UNION ALL SELECT proname, pronamespace, oid FROM pg_catalog.pg_proc"
            + " UNION ALL SELECT typname, typnamespace, oid FROM pg_catalog.pg_type"
            + " WHERE typrelid = 0 AND typcategory <> 'A') AS object"
            + " JOIN pg_catalog.pg_namespace ON pg_namespace.oid = object.namespace"
            + " WHERE nspname = COALESCE(?, current_schema())"
            + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend WHERE objid = object.oid AND deptype = 'e')"
            + " ORDER BY name";

    private ForeignObjects() {}

    /**
     * Looks for them in a schema that has no history of migrations yet; of one that has, the history tells more.
     *
     * @param schema null for the connection's own
     */
    static Optional<String> find(Connection connection, String schema) throws SQLException {
        List<String> names = new SqlStatement(OBJECTS, parameters -> parameters.value(schema))
                .query(connection, rows -> {
                    List<String> all = new ArrayList<>();
                    while (rows.next()) {
                        all.add(rows.getString(1));
                    }
                    return all;
                });
        if (names.isEmpty() || names.contains(HISTORY)) {
            return Optional.empty();
        }
        return Optional.of(String.join(", ", names.subList(0, Math.min(names.size(), NAMED)))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : ""));
    }
}
