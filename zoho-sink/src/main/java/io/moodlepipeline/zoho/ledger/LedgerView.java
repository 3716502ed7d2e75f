package io.moodlepipeline.zoho.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.zoho.mapping.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The ledger as it looks to somebody who has no part in it: over a connection of their own, which need not be able to write. */
public final class LedgerView {
    private static final int ROWS_AT_A_TIME = 500;

    private static final String RECORDS = "SELECT stored.role, stored.key, stored.record_id, stored.suspect,"
            + " stored.incomplete_fields, stored.last_error, stored.synced_at, "
            + VersionColumns.list("stored.version_") + " FROM zoho.entry AS stored WHERE stored.tenant = ?";

    private static final String WAITING = "SELECT stored.role, stored.key, stored.student_key, stored.since, "
            + VersionColumns.list("stored.version_") + " FROM zoho.waiting AS stored WHERE stored.tenant = ?";

    private static final String SENT =
            "SELECT stored.key, stored.record_id, stored.name, stored.content, stored.content_hash,"
                    + " stored.suspect, stored.claim_owner IS NOT NULL AS claimed, stored.synced_at, "
                    + VersionColumns.list("stored.version_")
                    + " FROM zoho.entry AS stored WHERE stored.tenant = ? AND stored.role = ? AND stored.key = ANY(?::text[])";

    private static final String ONE = " AND stored.role = ? AND stored.key = ?";

    private final Connection connection;

    public LedgerView(Connection connection) {
        this.connection = connection;
    }

    /** Whether there is a ledger in this database: a zoho-sink makes it when it first runs. */
    public boolean exists() throws SQLException {
        return new SqlStatement("SELECT to_regclass('zoho.waiting') IS NOT NULL", parameters -> {})
                .query(connection, rows -> {
                    rows.next();
                    return rows.getBoolean(1);
                });
    }

    /** What there is of each tenant, by name. */
    public List<Holding> holdings() throws SQLException {
        Map<String, Map<Role, Counts>> counts = counts();
        return new SqlStatement(
                        "SELECT tenant, org_id, waiting.children, waiting.oldest FROM zoho.binding FULL JOIN"
                                + " (SELECT tenant, count(*) AS children, min(since) AS oldest FROM zoho.waiting"
                                + " GROUP BY tenant) AS waiting USING (tenant) FULL JOIN"
                                + " (SELECT DISTINCT tenant FROM zoho.entry) AS entry USING (tenant) ORDER BY tenant",
                        parameters -> {})
                .query(connection, rows -> {
                    List<Holding> holdings = new ArrayList<>();
                    while (rows.next()) {
                        String tenant = rows.getString("tenant");
                        holdings.add(new Holding(
                                tenant,
                                rows.getString("org_id"),
                                counts.getOrDefault(tenant, Map.of()),
                                rows.getLong("children"),
                                instant(rows, "oldest")));
                    }
                    return holdings;
                });
    }

    public Optional<Holding> holding(String tenant) throws SQLException {
        return holdings().stream()
                .filter(holding -> holding.tenant().equals(tenant))
                .findFirst();
    }

    private Map<String, Map<Role, Counts>> counts() throws SQLException {
        return new SqlStatement(
                        "SELECT tenant, role, count(record_id) AS records, count(content) AS sent,"
                                + " count(*) FILTER (WHERE incomplete_fields <> '{}') AS incomplete,"
                                + " count(*) FILTER (WHERE suspect) AS suspect, max(synced_at) AS synced_at"
                                + " FROM zoho.entry GROUP BY tenant, role",
                        parameters -> {})
                .query(connection, rows -> {
                    Map<String, Map<Role, Counts>> counts = new TreeMap<>();
                    while (rows.next()) {
                        counts.computeIfAbsent(rows.getString("tenant"), tenant -> new EnumMap<>(Role.class))
                                .put(
                                        Role.valueOf(rows.getString("role")),
                                        new Counts(
                                                rows.getLong("records"),
                                                rows.getLong("sent"),
                                                rows.getLong("incomplete"),
                                                rows.getLong("suspect"),
                                                instant(rows, "synced_at")));
                    }
                    return counts;
                });
    }

    /** The credits that all instances have used in an organisation in the last 24 hours. */
    public long creditsUsed(String orgId, Instant now) throws SQLException {
        return CreditAccount.used(connection, orgId, now);
    }

    public Optional<Known> record(String tenant, Role role, String key) throws SQLException {
        return first(RECORDS + ONE, tenant, role, key, LedgerView::known);
    }

    public Optional<Child> waiting(String tenant, Role role, String key) throws SQLException {
        return first(WAITING + ONE, tenant, role, key, LedgerView::child);
    }

    /** What was sent of those keys that the ledger knows, by key. */
    public Map<String, Sent> sent(String tenant, Role role, Collection<String> keys) throws SQLException {
        return new SqlStatement(
                        SENT,
                        parameters ->
                                parameters.value(tenant).value(role.name()).column("text", keys, key -> key))
                .query(connection, rows -> {
                    Map<String, Sent> sent = new HashMap<>();
                    while (rows.next()) {
                        sent.put(rows.getString("key"), sent(rows));
                    }
                    return sent;
                });
    }

    /** The time by the clock that the ledger's times are of. */
    public Instant now() throws SQLException {
        return new SqlStatement("SELECT now() AS now", parameters -> {}).query(connection, rows -> {
            rows.next();
            return instant(rows, "now");
        });
    }

    /** Hands over all of a tenant's records, a part at a time. */
    public void records(String tenant, Consumer<Known> each) throws SQLException {
        each(RECORDS, tenant, row -> each.accept(known(row)));
    }

    /** Hands over all of a tenant's children that wait, a part at a time. */
    public void waiting(String tenant, Consumer<Child> each) throws SQLException {
        each(WAITING, tenant, row -> each.accept(child(row)));
    }

    private <T> Optional<T> first(String sql, String tenant, Role role, String key, Reading<T> reading)
            throws SQLException {
        return new SqlStatement(
                        sql,
                        parameters ->
                                parameters.value(tenant).value(role.name()).value(key))
                .query(connection, rows -> rows.next() ? Optional.of(reading.read(rows)) : Optional.empty());
    }

    private void each(String sql, String tenant, RowConsumer each) throws SQLException {
        // Only within a transaction does the driver leave the rows with the server until they are asked for.
        connection.setAutoCommit(false);
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(ROWS_AT_A_TIME);
            query.setString(1, tenant);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    each.accept(rows);
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(
                Role.valueOf(row.getString("role")),
                row.getString("key"),
                row.getString("record_id"),
                version(row),
                row.getBoolean("suspect"),
                List.of((String[]) row.getArray("incomplete_fields").getArray()),
                row.getString("last_error"),
                instant(row, "synced_at"));
    }

    private static Version version(ResultSet row) throws SQLException {
        row.getString("version_sequence");
        return row.wasNull() ? null : VersionColumns.read(row, "version_");
    }

    private static Sent sent(ResultSet row) throws SQLException {
        return new Sent(
                row.getString("record_id"),
                version(row),
                row.getString("name"),
                row.getString("content") == null ? null : EntryRows.content(row),
                row.getBytes("content_hash"),
                row.getBoolean("suspect") || row.getBoolean("claimed"),
                instant(row, "synced_at"));
    }

    private static Child child(ResultSet row) throws SQLException {
        return new Child(
                Role.valueOf(row.getString("role")),
                row.getString("key"),
                row.getString("student_key"),
                VersionColumns.read(row, "version_"),
                instant(row, "since"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    /**
     * @param orgId null before it is bound to one
     * @param counts of roles that have any entries
     * @param waiting children without a student
     * @param waitingSince of the oldest of them; null when there is none
     */
    public record Holding(String tenant, String orgId, Map<Role, Counts> counts, long waiting, Instant waitingSince) {
        public Holding {
            counts = Map.copyOf(counts);
        }

        public Counts of(Role role) {
            return counts.getOrDefault(role, Counts.NONE);
        }
    }

    /**
     * @param records that are in Zoho
     * @param sent those that were written by the sink
     * @param incomplete those that lack a field
     * @param suspect those to be sent once more
     * @param syncedAt when the last was written; null when none was
     */
    public record Counts(long records, long sent, long incomplete, long suspect, Instant syncedAt) {
        static final Counts NONE = new Counts(0, 0, 0, 0, null);
    }

    /**
     * What the ledger knows of a record.
     *
     * @param recordId Zoho's id; null when not known
     * @param version of the newest event that was decided; null when none was
     * @param lastError in words of ours; null when all went
     * @param syncedAt when it was last written; null when it never was
     */
    public record Known(
            Role role,
            String key,
            String recordId,
            Version version,
            boolean suspect,
            List<String> incompleteFields,
            String lastError,
            Instant syncedAt) {
        public Known {
            incompleteFields = List.copyOf(incompleteFields);
        }
    }

    /**
     * What was last sent of a record.
     *
     * @param recordId Zoho's id; null when not known
     * @param version of the newest event that was decided; null when none was
     * @param name null when none was sent
     * @param content null when none was sent
     * @param hash of the content that is in Zoho; null when that is to be sent again whatever it is
     * @param unsettled whether it is being sent, or will be once more
     * @param syncedAt null when it never was
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on as it is, never compared as part of the record
    public record Sent(
            String recordId,
            Version version,
            String name,
            ObjectNode content,
            byte[] hash,
            boolean unsettled,
            Instant syncedAt) {}

    /**
     * An enrolment or grade that waits for its student.
     *
     * @param since when the first version of it had to
     */
    public record Child(Role role, String key, String studentKey, Version version, Instant since) {}
}
