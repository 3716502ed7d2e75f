package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.writer.tables.Outranked;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Notes which events lost by a rule that looks at no time, so that a school that stands still is found. */
final class OutrankedStatement {
    // In one order, so that two writers do not lock each other out.
    private static final String SQL = "INSERT INTO outranked_events AS stored"
            + " (tenant_id, reason, epoch, events, first_at, last_at, last_event_id)"
            + " SELECT tenant_id, reason, epoch, count(*), min(at), max(at), (array_agg(event_id ORDER BY at DESC))[1]"
            + " FROM unnest(?::text[], ?::text[], ?::integer[], ?::timestamptz[], ?::uuid[])"
            + " AS event (tenant_id, reason, epoch, at, event_id)"
            + " GROUP BY tenant_id, reason, epoch ORDER BY tenant_id, reason, epoch"
            + " ON CONFLICT (tenant_id, reason, epoch) DO UPDATE SET events = stored.events + excluded.events,"
            + " first_at = least(stored.first_at, excluded.first_at),"
            + " last_event_id = CASE WHEN excluded.last_at >= stored.last_at THEN excluded.last_event_id"
            + " ELSE stored.last_event_id END,"
            + " last_at = greatest(stored.last_at, excluded.last_at)";

    private OutrankedStatement() {}

    static void execute(Connection connection, Collection<Outranked> outranked) throws SQLException {
        new SqlStatement(
                        SQL,
                        parameters -> parameters
                                .column(
                                        "text",
                                        outranked,
                                        each -> each.event().metadata().tenant())
                                .column("text", outranked, each -> each.reason().wireName())
                                .column(
                                        "integer",
                                        outranked,
                                        each -> each.event().version().epoch())
                                .column(
                                        "timestamptz",
                                        outranked,
                                        each -> each.event().metadata().received())
                                .column(
                                        "uuid",
                                        outranked,
                                        each -> each.event().metadata().eventId()))
                .update(connection);
    }
}
