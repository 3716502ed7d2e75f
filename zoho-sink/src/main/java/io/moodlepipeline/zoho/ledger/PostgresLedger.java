package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlFailures;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.mapping.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The ledger in PostgreSQL. Leases run by the database's clock, which all instances share. */
final class PostgresLedger implements Ledger {
    private static final String INSERT = "INSERT INTO zoho.entry AS stored (tenant, org_id, role, key, ";
    private static final String ON_CONFLICT = " ON CONFLICT (tenant, org_id, role, key) DO UPDATE SET ";

    private final Database database;
    private final String tenant;
    private final String orgId;
    private final UUID owner;
    private final Duration lease;

    PostgresLedger(Database database, String tenant, String orgId, UUID owner, Duration lease) {
        this.database = database;
        this.tenant = tenant;
        this.orgId = orgId;
        this.owner = owner;
        this.lease = lease;
    }

    @Override
    public Map<String, Entry> find(Role role, Collection<String> keys) throws TargetException {
        return query(
                "SELECT " + EntryRows.COLUMNS + " FROM unnest(?::text[]) AS wanted (key) JOIN " + Module.lateral("")
                        + " ON true",
                parameters -> module(role).bind(parameters.column("text", keys, key -> key)),
                rows -> {
                    Map<String, Entry> entries = new HashMap<>();
                    while (rows.next()) {
                        Entry entry = EntryRows.entry(rows);
                        entries.put(entry.key(), entry);
                    }
                    return entries;
                });
    }

    @Override
    public List<Claim> claim(Role role, List<Wanted> wanted) throws TargetException {
        return database.inTransaction(
                connection -> ClaimStatement.execute(connection, module(role), owner, lease, wanted));
    }

    @Override
    public Duration lease() {
        return lease;
    }

    @Override
    public void settle(Role role, Collection<? extends Settlement> settlements) throws TargetException {
        if (settlements.isEmpty()) {
            return;
        }
        int notStored = database.inTransaction(
                connection -> new SettleStatements(connection, module(role), owner).execute(settlements));
        if (notStored > 0) {
            throw SqlFailures.notStoredIn("zoho.entry");
        }
    }

    @Override
    public List<Suspect> claimSuspects(Role role, int limit) throws TargetException {
        return database.inTransaction(
                connection -> SuspectStatement.execute(connection, module(role), owner, lease, limit));
    }

    @Override
    public void forgetRecords(Role role, Collection<String> keys) throws TargetException {
        database.inTransaction(connection -> SqlStatement.updateEach(
                connection,
                "UPDATE zoho.entry SET record_id = NULL, looked_for = false, suspect = content IS NOT NULL WHERE "
                        + Module.ONE,
                new TreeSet<>(keys),
                (parameters, key) -> module(role).bind(parameters, key)));
    }

    @Override
    public void found(Role role, Map<String, String> recordIds) throws TargetException {
        update(
                INSERT + "record_id) SELECT ?, ?, ?, key, record_id FROM unnest(?::text[], ?::text[])"
                        + " AS found (key, record_id) " + Module.LOCK_ORDER + ON_CONFLICT
                        + "record_id = excluded.record_id WHERE stored.record_id IS NULL",
                parameters -> module(role)
                        .bind(parameters)
                        .column("text", recordIds.entrySet(), Map.Entry::getKey)
                        .column("text", recordIds.entrySet(), Map.Entry::getValue));
    }

    @Override
    public List<String> neverLookedFor(Role role, Collection<String> keys) throws TargetException {
        return query(
                "SELECT wanted.key FROM unnest(?::text[]) WITH ORDINALITY AS wanted (key, place)"
                        + " LEFT JOIN " + Module.lateral("") + " ON true"
                        + " WHERE stored.record_id IS NULL AND NOT COALESCE(stored.looked_for, EXISTS (SELECT 1 FROM zoho.census AS census"
                        + " WHERE census.tenant = ? AND census.org_id = ? AND census.role = ? AND census.state = 'DONE'))"
                        + " ORDER BY wanted.place",
                parameters -> {
                    parameters.column("text", keys, key -> key);
                    module(role).bind(parameters);
                    module(role).bind(parameters);
                },
                rows -> {
                    List<String> never = new ArrayList<>();
                    while (rows.next()) {
                        never.add(rows.getString(1));
                    }
                    return never;
                });
    }

    @Override
    public void lookedFor(Role role, Collection<String> keys) throws TargetException {
        update(
                INSERT + "looked_for) SELECT ?, ?, ?, key, true FROM unnest(?::text[]) AS asked (key) "
                        + Module.LOCK_ORDER + ON_CONFLICT + "looked_for = true",
                parameters -> module(role).bind(parameters).column("text", keys, key -> key));
    }

    @Override
    public Census census(Role role) throws TargetException {
        return query(
                "SELECT state, last_record_id FROM zoho.census WHERE " + Module.ALL,
                parameters -> module(role).bind(parameters),
                rows -> rows.next()
                        ? new Census(Census.State.valueOf(rows.getString(1)), rows.getString(2))
                        : new Census(Census.State.OPEN, null));
    }

    @Override
    public void noteCensus(Role role, Census census) throws TargetException {
        update(
                "INSERT INTO zoho.census AS stored (tenant, org_id, role, state, last_record_id) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (tenant, org_id, role) DO UPDATE"
                        + " SET state = excluded.state, last_record_id = excluded.last_record_id"
                        // Another instance may be behind with the same census.
                        + " WHERE stored.state <> 'DONE'",
                parameters -> module(role)
                        .bind(parameters)
                        .value(census.state().name())
                        .value(census.lastRecordId()));
    }

    @Override
    public Optional<String> keyOf(Role role, String recordId) throws TargetException {
        return query(
                "SELECT key FROM zoho.entry WHERE org_id = ? AND role = ? AND record_id = ? LIMIT 1",
                parameters -> parameters.value(orgId).value(role.name()).value(recordId),
                rows -> rows.next() ? Optional.of(rows.getString(1)) : Optional.empty());
    }

    @Override
    public Map<String, Set<String>> keysHolding(Role role, String field, Collection<String> values)
            throws TargetException {
        return query(
                "SELECT lower(content ->> ?), key FROM zoho.entry WHERE " + Module.ALL
                        + " AND lower(content ->> ?) = ANY (?)",
                parameters ->
                        module(role).bind(parameters.value(field)).value(field).column("text", values, value -> value),
                rows -> {
                    Map<String, Set<String>> keys = new HashMap<>();
                    while (rows.next()) {
                        keys.computeIfAbsent(rows.getString(1), value -> new HashSet<>())
                                .add(rows.getString(2));
                    }
                    return keys;
                });
    }

    private Module module(Role role) {
        return new Module(tenant, orgId, role);
    }

    private <T> T query(String sql, SqlStatement.Binding binding, SqlStatement.Reading<T> reading)
            throws TargetException {
        return database.inTransaction(connection -> new SqlStatement(sql, binding).query(connection, reading));
    }

    private void update(String sql, SqlStatement.Binding binding) throws TargetException {
        database.inTransaction(connection -> new SqlStatement(sql, binding).update(connection));
    }
}
