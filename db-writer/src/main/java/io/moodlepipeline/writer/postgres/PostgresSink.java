package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.BatchSink;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.consumer.Outcome;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.writer.tables.NewestRows;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes a batch of events as rows, in one transaction: the newest event per row, and only where it is not older than the row. */
public final class PostgresSink implements BatchSink {
    private final Database database;

    public PostgresSink(Database database) {
        this.database = database;
    }

    @Override
    public List<Outcome> write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
        List<Decoded<ConsumedEvent>> decoded = new ArrayList<>(records.size());
        List<ConsumedEvent> events = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Decoded<ConsumedEvent> event = ConsumedEvent.of(record);
            decoded.add(event);
            event.fold(events::add, malformed -> false);
        }
        Set<Origin> superseded = upsert(events);
        List<Outcome> outcomes = new ArrayList<>(records.size());
        for (Decoded<ConsumedEvent> each : decoded) {
            outcomes.add(each.fold(
                    event -> superseded.contains(event.origin()) ? Settled.SUPERSEDED : Settled.APPLIED,
                    malformed -> Outcome.refused(Failure.malformed(malformed))));
        }
        return outcomes;
    }

    /** The very statements of a write, but without rows: they need the tables, the rights and a database that takes writes. */
    @Override
    public void probe() throws TargetException {
        database.inTransaction(connection -> {
            for (Table<?> table : Tables.ALL) {
                UpsertStatement.execute(connection, new NewestRows<>(table, List.of()));
            }
            return null;
        });
    }

    /** @return where those events stand that are no rows now, since something newer is */
    private Set<Origin> upsert(List<ConsumedEvent> events) throws TargetException {
        if (events.isEmpty()) {
            return Set.of();
        }
        return database.inTransaction(connection -> {
            Set<Origin> superseded = new HashSet<>();
            for (Table<?> table : Tables.ALL) {
                NewestRows<?> newest = new NewestRows<>(table, events);
                if (!newest.rows().isEmpty()) {
                    upsert(connection, newest, superseded);
                }
            }
            return superseded;
        });
    }

    private static void upsert(Connection connection, NewestRows<?> newest, Set<Origin> superseded)
            throws SQLException {
        newest.outdated().forEach(event -> superseded.add(event.origin()));
        if (UpsertStatement.execute(connection, newest) < newest.rows().size()) {
            Set<Origin> held = HeldEvents.origins(connection, newest);
            newest.rows().stream()
                    .map(ConsumedEvent::origin)
                    .filter(origin -> !held.contains(origin))
                    .forEach(superseded::add);
        }
    }
}
