package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.postgresql.SqlFailures;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.consumer.Outcome;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.writer.tables.NewestRows;
import io.moodlepipeline.writer.tables.Outranked;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One transaction's write of a batch: what became of each event, as the rows say. */
final class BatchWrite {
    private final Connection connection;
    private final Map<Origin, Outcome> notApplied = new HashMap<>();
    private final List<ConsumedEvent> again = new ArrayList<>();
    private final List<Outranked> outranked = new ArrayList<>();

    private BatchWrite(Connection connection) {
        this.connection = connection;
    }

    /** Leaves to the caller to commit. */
    static BatchWrite execute(Connection connection, List<ConsumedEvent> events) throws SQLException {
        BatchWrite write = new BatchWrite(connection);
        for (Table<?> table : Tables.ALL) {
            write.upsert(new NewestRows<>(table, events));
        }
        if (!write.outranked.isEmpty()) {
            OutrankedStatement.execute(connection, write.outranked);
        }
        return write;
    }

    /** What became of the events that are no rows now, by where they stand. */
    Map<Origin, Outcome> notApplied() {
        return notApplied;
    }

    /** Events that were left out for newer ones which were then refused: they are to be written now. */
    List<ConsumedEvent> again() {
        return again;
    }

    List<Outranked> outranked() {
        return outranked;
    }

    private <E extends MoodleEvent> void upsert(NewestRows<E> newest) throws SQLException {
        if (newest.rows().isEmpty()) {
            return;
        }
        newest.outdated().forEach(event -> notApplied.put(event.origin(), Settled.SUPERSEDED));
        newest.reused().forEach(event -> notApplied.put(event.origin(), reused()));
        outranked.addAll(newest.outranked());
        if (UpsertStatement.execute(connection, newest) < newest.rows().size()) {
            Map<RowKey, HeldRow> held = HeldRow.read(connection, newest);
            for (ConsumedEvent event : newest.rows()) {
                RowKey key = newest.table().keyOf(event);
                compare(newest, event, key, held.get(key));
            }
        }
    }

    /** @param held null when there is no such row */
    private void compare(NewestRows<?> newest, ConsumedEvent event, RowKey key, HeldRow held) {
        if (held != null && held.holds(event)) {
            return;
        }
        if (held != null && held.isReusedBy(event)) {
            refuse(newest, event, key, reused());
        } else if (held != null && held.isNewerThan(event)) {
            notApplied.put(event.origin(), Settled.SUPERSEDED);
            Outranked.by(event, held.stored().version(), held.received()).ifPresent(outranked::add);
        } else {
            refuse(newest, event, key, notStored(newest.table()));
        }
    }

    private void refuse(NewestRows<?> newest, ConsumedEvent event, RowKey key, Outcome refusal) {
        notApplied.put(event.origin(), refusal);
        for (ConsumedEvent older : newest.outdated(key)) {
            notApplied.remove(older.origin());
            again.add(older);
        }
    }

    private static Outcome reused() {
        return refused(
                DeadLetterCode.EVENT_ID_REUSED,
                "ce_id is that of an earlier event of this row, ce_bodysha256 is not: a sender gives each event an id of its own");
    }

    private static Outcome notStored(Table<?> table) {
        return refused(DeadLetterCode.NOT_STORED, SqlFailures.notStored(table.name()));
    }

    private static Outcome refused(DeadLetterCode code, String message) {
        return Outcome.refused(new Failure(code, Failure.TASK_PUT, BatchWrite.class.getName(), message));
    }
}
