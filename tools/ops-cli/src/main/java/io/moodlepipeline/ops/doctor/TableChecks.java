package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the db-writer's tables say of what Moodle sends. */
final class TableChecks {
    private static final String AREA = "Moodle's data";

    /** A null parameter stands for all tenants. */
    private static final String OF_TENANT = " (?::text IS NULL OR tenant_id = ?)";

    private static final String ASSUMED =
            "SELECT tenant_id, count(*) FILTER (WHERE band_basis = 'assumed-100'), count(*)"
                    + " FROM grades WHERE" + OF_TENANT
                    + " GROUP BY tenant_id HAVING count(*) FILTER (WHERE band_basis = 'assumed-100') > 0 ORDER BY tenant_id";
    private static final String WITHOUT_STUDENT =
            "SELECT tenant_id, count(DISTINCT moodle_user_id), min(moodle_user_id)"
                    + " FROM grades WHERE" + OF_TENANT
                    + " AND NOT EXISTS (SELECT FROM students WHERE students.tenant_id = grades.tenant_id"
                    + " AND students.moodle_user_id = grades.moodle_user_id) GROUP BY tenant_id ORDER BY tenant_id";

    private final Database database;
    private final Deployment deployment;

    TableChecks(Database database, Deployment deployment) {
        this.database = database;
        this.deployment = deployment;
    }

    /** @param tenant whose; null for all */
    List<Check> run(String tenant) {
        List<Check> checks = new ArrayList<>();
        String bands = "bands";
        checks.addAll(find(ASSUMED, tenant, bands, "no grade's band rests on an assumed maximum", rows -> {
            String school = rows.getString(1);
            return Check.warn(
                    AREA,
                    bands + " of " + school,
                    rows.getLong(2) + " of " + rows.getLong(3)
                            + " grades came without a maximum and were taken as of 100",
                    "have Moodle send grademax; or set grades_without_maximum: no-band for " + school
                            + " in the grade-processor's file of rules");
        }));
        String graded = "graded users";
        checks.addAll(find(WITHOUT_STUDENT, tenant, graded, "each is known as a student", rows -> {
            String school = rows.getString(1);
            long users = rows.getLong(2);
            return Check.warn(
                    AREA,
                    graded + " of " + school,
                    users + (users == 1 ? " user has" : " users have")
                            + " grades, and Moodle has sent nothing else about them",
                    "have Moodle send them, as any change of a user does; the first is "
                            + deployment.tableVerb("trace --tenant " + school + " --user " + rows.getLong(3)));
        }));
        return checks;
    }

    private List<Check> find(String sql, String tenant, String subject, String none, Finding finding) {
        try {
            List<Check> found = database.inTransaction(connection -> new SqlStatement(
                            sql, parameters -> parameters.value(tenant).value(tenant))
                    .query(connection, rows -> {
                        List<Check> checks = new ArrayList<>();
                        while (rows.next()) {
                            checks.add(finding.of(rows));
                        }
                        return checks;
                    }));
            return found.isEmpty() ? List.of(Check.ok(AREA, subject, none)) : found;
        } catch (TargetException e) {
            return List.of(Check.fail(AREA, subject, e.getMessage(), deployment.start("postgres")));
        }
    }

    /** Makes a check of a row. */
    @FunctionalInterface
    private interface Finding {
        Check of(ResultSet row) throws SQLException;
    }
}
