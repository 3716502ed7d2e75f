package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.Parameters;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.mapping.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Waiting children in PostgreSQL. How long one has waited is told by the database's clock, from the first version that had to. */
final class PostgresWaitingChildren implements WaitingChildren {
    private static final String VERSION = VersionColumns.row("stored.version_");

    private static final String KEEP = "INSERT INTO zoho.waiting AS stored (tenant, role, key, student_key, "
            + VersionColumns.list("version_") + ", " + RecordColumns.list("") + ")"
            + " VALUES (?, ?, ?, ?, " + VersionColumns.PARAMETERS + ", " + RecordColumns.PLACEHOLDERS + ")"
            + " ON CONFLICT (tenant, role, key) DO UPDATE SET student_key = excluded.student_key, ("
            + VersionColumns.list("version_") + ") = ROW (" + VersionColumns.list("excluded.version_") + "), ("
            + RecordColumns.list("") + ") = ROW (" + RecordColumns.list("excluded.") + ") WHERE "
            + VersionColumns.row("excluded.version_") + " >= " + VERSION;

    private static final String KEPT =
            "SELECT 1 FROM zoho.waiting AS stored WHERE tenant = ? AND role = ? AND key = ? AND " + VERSION + " >= ("
                    + VersionColumns.PARAMETERS + ")";

    private static final String COLUMNS = "stored.role, stored.key, stored.student_key, "
            + VersionColumns.list("stored.version_") + ", " + RecordColumns.list("stored.");

    // Without one, the student is nowhere in Zoho, whether or not the ledger knows of it.
    private static final String STUDENT = " zoho.entry AS student ON student.tenant = stored.tenant"
            + " AND student.org_id = ? AND student.role = ? AND student.key = stored.student_key"
            + " WHERE stored.tenant = ? AND student.record_id";

    private static final String NOT_HANDED_OUT =
            " AND (stored.handed_to IS NULL OR stored.handed_to = ?" + " OR stored.handed_until <= now())";

    private static final String OLDEST_FIRST = " ORDER BY stored.since LIMIT ? FOR UPDATE OF stored SKIP LOCKED";

    private static final String READY = "SELECT " + COLUMNS + ", false AS overdue FROM zoho.waiting AS stored JOIN"
            + STUDENT + " IS NOT NULL" + NOT_HANDED_OUT + OLDEST_FIRST;

    private static final String OVERDUE = "SELECT " + COLUMNS
            + ", true AS overdue FROM zoho.waiting AS stored LEFT JOIN"
            + STUDENT + " IS NULL" + NOT_HANDED_OUT + " AND stored.since <= now() - ? * interval '1 millisecond'"
            + OLDEST_FIRST;

    private static final String HAND_OUT =
            "UPDATE zoho.waiting SET handed_to = ?, handed_until = now() + interval '1 minute'"
                    + " WHERE tenant = ? AND role = ? AND key = ?";

    private static final String DROP = "DELETE FROM zoho.waiting WHERE tenant = ? AND role = ? AND key = ? AND "
            + VersionColumns.row("version_") + " <= (" + VersionColumns.PARAMETERS + ")";

    private final Database database;
    private final String tenant;
    private final String orgId;
    private final UUID owner;

    PostgresWaitingChildren(Database database, String tenant, String orgId, UUID owner) {
        this.database = database;
        this.tenant = tenant;
        this.orgId = orgId;
        this.owner = owner;
    }

    @Override
    public Collection<Child> keep(Collection<Child> children) throws TargetException {
        List<Child> sorted = sorted(children);
        return database.inTransaction(connection -> {
            int[] written = SqlStatement.updateEach(connection, KEEP, sorted, (parameters, child) -> {
                bindKey(parameters, child).value(child.studentKey());
                VersionColumns.bind(parameters, child.version());
                RecordColumns.bind(parameters, child.record());
            });
            List<Child> lost = new ArrayList<>();
            for (int i = 0; i < written.length; i++) {
                // A newer version that is there takes no write either.
                if (written[i] == 0 && !isKept(connection, sorted.get(i))) {
                    lost.add(sorted.get(i));
                }
            }
            return lost;
        });
    }

    private boolean isKept(Connection connection, Child child) throws SQLException {
        return new SqlStatement(KEPT, parameters -> VersionColumns.bind(bindKey(parameters, child), child.version()))
                .query(connection, ResultSet::next);
    }

    @Override
    public List<Child> due(Duration limit, int most) throws TargetException {
        return database.inTransaction(connection -> {
            List<Child> due = new SqlStatement(
                            READY, parameters -> student(parameters).value(most))
                    .query(connection, PostgresWaitingChildren::read);
            due.addAll(new SqlStatement(
                            OVERDUE,
                            parameters ->
                                    student(parameters).value(limit.toMillis()).value(most - due.size()))
                    .query(connection, PostgresWaitingChildren::read));
            SqlStatement.updateEach(
                    connection, HAND_OUT, due, (parameters, child) -> bindKey(parameters.value(owner), child));
            return due;
        });
    }

    private Parameters student(Parameters parameters) throws SQLException {
        return parameters.value(orgId).value(Role.STUDENT.name()).value(tenant).value(owner);
    }

    private Parameters bindKey(Parameters parameters, Child child) throws SQLException {
        return parameters.value(tenant).value(child.role().name()).value(child.key());
    }

    @Override
    public void drop(Collection<Child> children) throws TargetException {
        database.inTransaction(connection ->
                SqlStatement.updateEach(connection, DROP, sorted(children), (parameters, child) -> {
                    bindKey(parameters, child);
                    VersionColumns.bind(parameters, child.version());
                }));
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

    /** So that no two statements wait for each other. */
    private static List<Child> sorted(Collection<Child> children) {
        return children.stream()
                .sorted(Comparator.comparing(Child::role).thenComparing(Child::key))
                .toList();
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
