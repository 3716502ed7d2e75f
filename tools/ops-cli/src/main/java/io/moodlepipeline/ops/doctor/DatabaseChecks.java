package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.Migrations;
import io.moodlepipeline.postgresql.Problem;
import io.moodlepipeline.postgresql.Schema;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.writer.tables.Tables;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL, and whether the services' tables are those that this program knows. */
final class DatabaseChecks {
    static final String AREA = "PostgreSQL";

    private final Database database;
    private final Deployment deployment;
    private final List<Check> checks = new ArrayList<>();
    private boolean tablesUsable;
    private boolean ledgerUsable;

    DatabaseChecks(Database database, Deployment deployment) {
        this.database = database;
        this.deployment = deployment;
    }

    /** @param zoho whether any tenant has a Zoho, without which nobody needs the ledger */
    DatabaseChecks run(boolean zoho) {
        try {
            database.problem().ifPresent(problem -> checks.add(check("database", problem)));
        } catch (TargetException e) {
            checks.add(Check.fail(AREA, "database", e.getMessage(), deployment.start("postgres")));
        }
        tablesUsable = check("tables of db-writer", Tables.SCHEMA, "db-writer", true);
        ledgerUsable = check("ledger of zoho-sink", LedgerDatabase.SCHEMA, "zoho-sink", zoho);
        return this;
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    /** Whether the db-writer's tables can be read as this program knows them. */
    boolean tablesUsable() {
        return tablesUsable;
    }

    /** Whether the zoho-sink's ledger can be read and written as this program knows it. */
    boolean ledgerUsable() {
        return ledgerUsable;
    }

    private boolean check(String subject, Schema schema, String service, boolean needed) {
        try {
            Optional<Problem> problem = database.problem(schema);
            if (problem.isPresent()) {
                checks.add(check(subject, problem.get()));
                return false;
            }
            Migrations migrations = database.migrations(schema);
            checks.add(check(subject, migrations, service, needed));
            return !migrations.applied().isEmpty()
                    && migrations.pending().isEmpty()
                    && migrations.failed().isEmpty()
                    && migrations.changed().isEmpty();
        } catch (TargetException e) {
            checks.add(Check.fail(AREA, subject, e.getMessage(), deployment.start("postgres")));
            return false;
        }
    }

    private static Check check(String subject, Problem problem) {
        return Check.fail(AREA, subject, problem.found(), problem.remedy());
    }

    private Check check(String subject, Migrations migrations, String service, boolean needed) {
        if (!migrations.failed().isEmpty()) {
            return Check.fail(
                    AREA,
                    subject,
                    "migration " + String.join(", ", migrations.failed()) + " broke off",
                    "find out why: " + deployment.log(service));
        }
        if (!migrations.changed().isEmpty()) {
            return Check.fail(
                    AREA,
                    subject,
                    "migration " + String.join(", ", migrations.changed()) + " is another than was applied",
                    "use the release that made these tables, or restore them from its backup; if another program made them,"
                            + " name a schema or database of the pipeline's own in DATABASE_URL");
        }
        if (!migrations.foreign().isEmpty()) {
            return Check.warn(
                    AREA,
                    subject,
                    "has migration " + String.join(", ", migrations.foreign()) + ", which this program does not know",
                    "use this program in the release that " + service + " has");
        }
        if (migrations.pending().isEmpty()) {
            return Check.ok(
                    AREA,
                    subject,
                    "up to version "
                            + migrations.applied().get(migrations.applied().size() - 1));
        }
        String found = migrations.applied().isEmpty()
                ? "not made yet"
                : "lacks version " + String.join(", ", migrations.pending());
        return needed
                ? Check.warn(
                        AREA, subject, found + "; " + service + " does it when it starts", deployment.start(service))
                : Check.ok(AREA, subject, found + "; no tenant has a Zoho");
    }
}
