package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.ZohoException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** The credits that all instances have used in an organisation in the last 24 hours, to the minute. For several threads. */
public final class CreditAccount {
    private static final Duration DAY = Duration.ofHours(24);

    // What was used at the end of a minute is as old as the day when the whole minute is.
    private static final Duration KEPT = DAY.plusMinutes(1);

    private static final String OF_THE_DAY = " FROM zoho.credit WHERE org_id = ? AND minute > ?";

    private final Database database;
    private final String orgId;

    CreditAccount(Database database, String orgId) {
        this.database = database;
        this.orgId = orgId;
    }

    /**
     * Takes credits, unless the day's use would exceed the allowance.
     *
     * @throws ZohoException {@code UNAVAILABLE} when the database is away
     */
    public Reservation reserve(int credits, long allowance, Instant now) throws ZohoException {
        try {
            return database.inTransaction(connection -> reserve(connection, credits, allowance, now));
        } catch (TargetException e) {
            throw LedgerFailures.of(e);
        }
    }

    /** The credits used in the last 24 hours. */
    public long used(Instant now) throws ZohoException {
        try {
            return database.inTransaction(connection -> used(connection, orgId, now));
        } catch (TargetException e) {
            throw LedgerFailures.of(e);
        }
    }

    private Reservation reserve(Connection connection, int credits, long allowance, Instant now) throws SQLException {
        // A crash of the server may forget the last moments' credits, which is no harm, and calls need not wait for its
        // disk.
        execute(connection, "SET LOCAL synchronous_commit = off");
        new SqlStatement(
                        "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                        parameters -> parameters.value("zoho.credit " + orgId))
                .query(connection, rows -> null);
        long used = used(connection, orgId, now);
        if (used + credits > allowance) {
            return new Reservation(false, used, freeAt(connection, used + credits - allowance, now));
        }
        new SqlStatement(
                        "DELETE FROM zoho.credit WHERE org_id = ? AND minute <= ?",
                        parameters -> parameters.value(orgId).value(now.minus(KEPT)))
                .update(connection);
        new SqlStatement(
                        "INSERT INTO zoho.credit AS stored (org_id, minute, credits) VALUES (?, ?, ?)"
                                + " ON CONFLICT (org_id, minute) DO UPDATE SET credits = stored.credits + excluded.credits",
                        parameters -> parameters
                                .value(orgId)
                                .value(now.truncatedTo(ChronoUnit.MINUTES))
                                .value(credits))
                .update(connection);
        return new Reservation(true, used + credits, now);
    }

    static long used(Connection connection, String orgId, Instant now) throws SQLException {
        return new SqlStatement(
                        "SELECT COALESCE(sum(credits), 0)" + OF_THE_DAY,
                        parameters -> parameters.value(orgId).value(now.minus(KEPT)))
                .query(connection, rows -> {
                    rows.next();
                    return rows.getLong(1);
                });
    }

    /** When so many credits will have aged out; a day from now when there are not that many. */
    private Instant freeAt(Connection connection, long needed, Instant now) throws SQLException {
        return new SqlStatement(
                        "SELECT min(minute) FROM (SELECT minute, sum(credits) OVER (ORDER BY minute) AS freed"
                                + OF_THE_DAY + ") AS aging WHERE freed >= ?",
                        parameters ->
                                parameters.value(orgId).value(now.minus(KEPT)).value(needed))
                .query(connection, rows -> {
                    rows.next();
                    OffsetDateTime minute = rows.getObject(1, OffsetDateTime.class);
                    return minute == null ? now.plus(KEPT) : minute.toInstant().plus(KEPT);
                });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        new SqlStatement(sql, parameters -> {}).update(connection);
    }

    /**
     * @param used with these credits, if they were granted
     * @param freeAt when it would be granted if nobody took more
     */
    public record Reservation(boolean granted, long used, Instant freeAt) {}
}
