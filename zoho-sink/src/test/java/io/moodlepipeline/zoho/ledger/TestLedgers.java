package io.moodlepipeline.zoho.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.zoho.mapping.Role;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** An empty ledger, and what tests say to it. */
public final class TestLedgers implements AutoCloseable {
    static final String TENANT = "north";
    static final String ORG = "org-1";
    static final Duration LEASE = Duration.ofMinutes(2);

    private final io.moodlepipeline.testkit.Database target;
    private final Database database;

    public TestLedgers(PostgresBackend postgres) {
        target = postgres.createDatabase("ledger");
        database = open();
        try {
            database.awaitSchema(LedgerDatabase.SCHEMA, new HealthState("test"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A pool of its own, as another instance has. */
    public Database open() {
        return Database.open(
                new DatabaseSettings(target.jdbcUrl(), target.user(), new Secret(target.password())), "ledger", 8);
    }

    public LedgerDatabase database() {
        return new LedgerDatabase(database);
    }

    /** The same ledger as each of several instances sees it. */
    Ledger instance() {
        return database().ledger(TENANT, ORG, UUID.randomUUID(), LEASE);
    }

    static Version version(int second) {
        return new Version(0, Instant.ofEpochSecond(1_800_000_000L + second), new UUID(0, 0), 0);
    }

    static Wanted wanted(String key, int version, String content) {
        return new Wanted(key, version(version), content.getBytes(StandardCharsets.UTF_8));
    }

    static Claim claim(Ledger ledger, Wanted wanted) throws TargetException {
        return ledger.claim(Role.GRADE, List.of(wanted)).get(0);
    }

    static Claim.Granted granted(Ledger ledger, Wanted wanted) throws TargetException {
        return (Claim.Granted) claim(ledger, wanted);
    }

    /** As if the call had written the record "z" + key. */
    static Settlement.Sent sent(Claim.Granted claim) {
        String key = claim.wanted().key();
        return new Settlement.Sent(claim, "z" + key, "Name " + key, content(claim), Set.of(), null);
    }

    static ObjectNode content(Claim.Granted claim) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Text", new String(claim.wanted().hash(), StandardCharsets.UTF_8));
    }

    static void settle(Ledger ledger, Settlement settlement) throws TargetException {
        ledger.settle(Role.GRADE, List.of(settlement));
    }

    /** Claims, and settles as sent. */
    static void send(Ledger ledger, Wanted wanted) throws TargetException {
        settle(ledger, sent(granted(ledger, wanted)));
    }

    void endLeases() throws SQLException {
        execute("UPDATE zoho.entry SET claim_until = now() WHERE claim_until IS NOT NULL");
    }

    /** From now on the database reports such rows of the table as written, and does not write them. */
    void swallow(String table, String when, String condition) throws SQLException {
        execute("CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        execute("CREATE TRIGGER swallow " + when + " ON " + table + " FOR EACH ROW WHEN (" + condition
                + ") EXECUTE FUNCTION swallow()");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String text(String query) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Of the only entry there is. */
    String entry(String column) throws SQLException {
        return text("SELECT " + column + " FROM zoho.entry");
    }

    @Override
    public void close() {
        database.close();
    }
}
