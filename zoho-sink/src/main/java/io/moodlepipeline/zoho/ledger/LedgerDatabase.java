package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.Schema;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.oauth.TokenStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The ledger of all tenants: which organisation each belongs to, its parts, and what an operator may do to it. */
public final class LedgerDatabase {
    /** The tables, in a schema of their own. */
    public static final Schema SCHEMA = new Schema("classpath:io/moodlepipeline/zoho/schema", "zoho");

    private static final List<String> FORGOTTEN_BY_RESET = List.of("entry", "census", "binding", "token");

    private final Database database;

    public LedgerDatabase(Database database) {
        this.database = database;
    }

    /**
     * @param owner this instance, different each time it starts
     * @param lease how long a claim holds; longer than a call may take
     */
    public Ledger ledger(String tenant, String orgId, UUID owner, Duration lease) {
        return new PostgresLedger(database, tenant, orgId, owner, lease);
    }

    /** @param owner this instance, different each time it starts */
    public WaitingChildren waiting(String tenant, String orgId, UUID owner) {
        return new PostgresWaitingChildren(database, tenant, orgId, owner);
    }

    public TokenStore tokens(String tenant) {
        return new PostgresTokenStore(database, tenant);
    }

    public CreditAccount credits(String orgId) {
        return new CreditAccount(database, orgId);
    }

    /**
     * Binds a tenant's ledger to an organisation. What it knows of one is wrong in another.
     *
     * @return the other organisation that it belongs to until it is reset; empty when it belongs to this one now
     */
    public Optional<String> bind(String tenant, String orgId) throws TargetException {
        return database.inTransaction(connection -> {
            new SqlStatement(
                            "INSERT INTO zoho.binding (tenant, org_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                            parameters -> parameters.value(tenant).value(orgId))
                    .update(connection);
            return new SqlStatement(
                            "SELECT org_id FROM zoho.binding WHERE tenant = ?", parameters -> parameters.value(tenant))
                    .query(connection, rows -> {
                        rows.next();
                        return Optional.of(rows.getString(1)).filter(bound -> !bound.equals(orgId));
                    });
        });
    }

    /** Tenants whose ledgers belong to the same organisation. */
    public List<String> otherTenantsOn(String orgId, String tenant) throws TargetException {
        return database.inTransaction(connection -> new SqlStatement(
                        "SELECT tenant FROM zoho.binding WHERE org_id = ? AND tenant <> ? ORDER BY tenant",
                        parameters -> parameters.value(orgId).value(tenant))
                .query(connection, rows -> {
                    List<String> tenants = new ArrayList<>();
                    while (rows.next()) {
                        tenants.add(rows.getString(1));
                    }
                    return tenants;
                }));
    }

    /**
     * Forgets all that a tenant's ledger knows, the organisation and the token too, in whichever organisation. Children that wait stay:
     * they are in no record yet.
     */
    public void reset(String tenant) throws TargetException {
        database.inTransaction(connection -> {
            for (String table : FORGOTTEN_BY_RESET) {
                new SqlStatement(
                                "DELETE FROM zoho." + table + " WHERE tenant = ?",
                                parameters -> parameters.value(tenant))
                        .update(connection);
            }
            return null;
        });
    }

    /**
     * Forgets what was sent of some roles, though not where it is, so that the next event of each record is sent whatever it says.
     *
     * @return how many records it forgot
     */
    public long forgetContent(String tenant, Set<Role> roles) throws TargetException {
        return database.inTransaction(connection -> forgetContent(connection, tenant, roles));
    }

    private static long forgetContent(Connection connection, String tenant, Set<Role> roles) throws SQLException {
        return new SqlStatement(
                        "UPDATE zoho.entry SET content_hash = NULL WHERE tenant = ? AND role = ANY(?::text[])"
                                + " AND content_hash IS NOT NULL",
                        parameters -> parameters.value(tenant).column("text", roles, Role::name))
                .update(connection);
    }
}
