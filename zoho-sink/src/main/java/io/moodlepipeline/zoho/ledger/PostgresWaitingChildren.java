package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.mapping.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Waiting children in PostgreSQL. How long one has waited is told by the database's clock, from the first version that had to. */
final class PostgresWaitingChildren implements WaitingChildren {
    private static final String VERSION = VersionColumns.row("stored.version_");

    private static final String KEEP = "INSERT INTO zoho.waiting AS stored (tenant, role, key, student_key, "
            + VersionColumns.list("version_") + ", " + RecordColumns.list("") + ")"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, " + RecordColumns.PLACEHOLDERS + ")"
            + " ON CONFLICT (tenant, role, key) DO UPDATE SET student_key = excluded.student_key, ("
            + VersionColumns.list("version_") + ") = ROW (" + VersionColumns.list("excluded.version_") + "), ("
            + RecordColumns.list("") + ") = ROW (" + RecordColumns.list("excluded.") + ") WHERE "
            + VersionColumns.row("excluded.version_") + " >= " + VERSION;

    private static final String COLUMNS = "stored.role, stored.key, stored.student_key, "
            + VersionColumns.list("stored.version_") + ", " + RecordColumns.list("stored.");

    private static final String READY = "SELECT " + COLUMNS + ", false AS overdue FROM zoho.waiting AS stored"
            + " JOIN zoho.entry AS student ON student.tenant = stored.tenant AND student.org_id = ?"
            + " AND student.role = ? AND student.key = stored.student_key"
            + " WHERE stored.tenant = ? AND student.record_id IS NOT NULL ORDER BY stored.since LIMIT ?";

    private static final String OVERDUE = "SELECT " + COLUMNS + ", true AS overdue FROM zoho.waiting AS stored"
            + " LEFT JOIN zoho.entry AS student ON student.tenant = stored.tenant AND student.org_id = ?"
            + " AND student.role = ? AND student.key = stored.student_key"
            + " WHERE stored.tenant = ? AND student.record_id IS NULL"
            + " AND stored.since <= now() - ? * interval '1 millisecond' ORDER BY stored.since LIMIT ?";

    private static final String DROP = "DELETE FROM zoho.waiting AS stored USING unnest(?::text[], ?::text[], "
            + VersionColumns.ARRAYS + ") AS done (role, key, " + VersionColumns.list("") + ") WHERE stored.tenant = ?"
            + " AND stored.role = done.role AND stored.key = done.key AND " + VERSION + " <= "
            + VersionColumns.row("done.");

    private final Database database;
    private final String tenant;
    private final String orgId;

    PostgresWaitingChildren(Database database, String tenant, String orgId) {
        this.database = database;
        this.tenant = tenant;
        this.orgId = orgId;
    }

    @Override
    public void keep(Collection<Child> children) throws TargetException {
        // In one order, so that no two of these wait for each other.
        List<Child> sorted = children.stream()
                .sorted(Comparator.comparing(Child::role).thenComparing(Child::key))
                .toList();
        database.inTransaction(connection -> {
            SqlStatement.updateEach(connection, KEEP, sorted, (parameters, child) -> {
                parameters
                        .value(tenant)
                        .value(child.role().name())
                        .value(child.key())
                        .value(child.studentKey());
                VersionColumns.bind(parameters, child.version());
                RecordColumns.bind(parameters, child.record());
            });
            return null;
        });
    }

    @Override
    public List<Child> due(Duration limit, int most) throws TargetException {
        return database.inTransaction(connection -> {
            List<Child> due = new SqlStatement(
                            READY,
                            parameters -> parameters
                                    .value(orgId)
                                    .value(Role.STUDENT.name())
                                    .value(tenant)
                                    .value(most))
                    .query(connection, PostgresWaitingChildren::read);
            due.addAll(new SqlStatement(
                            OVERDUE,
                            parameters -> parameters
                                    .value(orgId)
                                    .value(Role.STUDENT.name())
                                    .value(tenant)
                                    .value(limit.toMillis())
                                    .value(most - due.size()))
                    .query(connection, PostgresWaitingChildren::read));
            return due;
        });
    }

    @Override
    public void drop(Collection<Child> children) throws TargetException {
        database.inTransaction(connection -> new SqlStatement(DROP, parameters -> {
                    parameters.column("text", children, child -> child.role().name());
                    parameters.column("text", children, Child::key);
                    VersionColumns.bind(parameters, children, Child::version);
                    parameters.value(tenant);
                })
                .update(connection));
    }

    @Override
    public long count() throws TargetException {
        return database.inTransaction(connection -> new SqlStatement(
                        "SELECT count(*) FROM zoho.waiting WHERE tenant = ?", parameters -> parameters.value(tenant))
                .query(connection, rows -> {
                    rows.next();
                    return rows.getLong(1);
                }));
    }

    private static List<Child> read(ResultSet rows) throws SQLException {
        List<Child> children = new ArrayList<>();
        while (rows.next()) {
            children.add(new Child(
                    Role.valueOf(rows.getString("role")),
                    rows.getString("key"),
                    rows.getString("student_key"),
                    VersionColumns.read(rows, "version_"),
                    RecordColumns.read(rows),
                    rows.getBoolean("overdue")));
        }
        return children;
    }
}
