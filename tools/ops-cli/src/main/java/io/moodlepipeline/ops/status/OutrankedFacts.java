package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.time.DurationText;
import io.moodlepipeline.writer.tables.Outranked.Reason;
import io.moodlepipeline.writer.tables.StoredRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Schools whose events are passed over though they are the newest: they have gone back to a sender without times, or their epoch was lowered.
 * Once nothing has been passed over for a week, or the epoch was raised, that is over.
 */
final class OutrankedFacts {
    private static final Duration OVER_AFTER = Duration.ofDays(7);

    private static final String EXISTS = "SELECT to_regclass('outranked_events') IS NOT NULL";

    private static final String OUTRANKED =
            "SELECT *, (SELECT max(version_epoch) FROM (SELECT version_epoch FROM grades WHERE grades.tenant_id = lost.tenant_id"
                    + " UNION ALL SELECT version_epoch FROM students WHERE students.tenant_id = lost.tenant_id"
                    + " UNION ALL SELECT version_epoch FROM enrollments WHERE enrollments.tenant_id = lost.tenant_id)"
                    + " AS row_of_the_tenant) AS highest_epoch"
                    + " FROM outranked_events AS lost ORDER BY tenant_id, reason, epoch";

    private final Instant now;

    OutrankedFacts(Instant now) {
        this.now = now;
    }

    /** None where the tables are of an older version, or not there. */
    List<Fact> read(Connection connection) throws SQLException {
        List<Fact> facts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (!isThere(statement)) {
                return facts;
            }
            try (ResultSet rows = statement.executeQuery(OUTRANKED)) {
                while (rows.next()) {
                    Duration since = Duration.between(StoredRow.instant(rows, "last_at"), now);
                    if (since.compareTo(OVER_AFTER) < 0) {
                        add(facts, rows, since);
                    }
                }
            }
        }
        return facts;
    }

    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(EXISTS)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void add(List<Fact> facts, ResultSet row, Duration since) throws SQLException {
        String tenant = row.getString("tenant_id");
        int epoch = row.getInt("epoch");
        int highest = row.getInt("highest_epoch");
        long events = row.getLong("events");
        String lost = events + (events == 1 ? " event" : " events") + " passed over though the newest, the last "
                + DurationText.of(since) + " ago: ";
        if (row.getString("reason").equals(Reason.EPOCH.wireName())) {
            facts.add(Fact.problem(
                            Area.SCHOOLS,
                            tenant,
                            lost + "its epoch is " + epoch + ", its rows have " + highest,
                            "set epoch of tenant " + tenant + " to " + highest
                                    + " or higher in the gateway's tenants file (MOODLE_EPOCH), and have Moodle send the data again")
                    .counting(events, since));
        } else if (highest <= epoch) {
            facts.add(Fact.problem(
                            Area.SCHOOLS,
                            tenant,
                            lost + "it sends grades without X-Event-Time again",
                            "update its plugin; if it is to stay without times, set epoch of tenant " + tenant + " to "
                                    + (epoch + 1)
                                    + " in the gateway's tenants file (MOODLE_EPOCH), and have Moodle send its grades again")
                    .counting(events, since));
        }
    }
}
