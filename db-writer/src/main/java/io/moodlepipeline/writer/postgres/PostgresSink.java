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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes a batch of events as rows, in one transaction: the newest event per row, and only where it is not older than the row. */
public final class PostgresSink implements BatchSink {
    private final Database database;
    private final OutrankedMetrics metrics;

    public PostgresSink(Database database, OutrankedMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
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
        Map<Origin, Outcome> notApplied = upsert(events);
        List<Outcome> outcomes = new ArrayList<>(records.size());
        for (Decoded<ConsumedEvent> each : decoded) {
            outcomes.add(each.fold(
                    event -> notApplied.getOrDefault(event.origin(), Settled.APPLIED),
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
            OutrankedStatement.execute(connection, List.of());
            return null;
        });
    }

    /** @return what became of those that are no rows now, by where they stand */
    private Map<Origin, Outcome> upsert(List<ConsumedEvent> events) throws TargetException {
        Map<Origin, Outcome> notApplied = new HashMap<>();
        List<ConsumedEvent> left = events;
        while (!left.isEmpty()) {
            List<ConsumedEvent> batch = left;
            BatchWrite write = database.inTransaction(connection -> BatchWrite.execute(connection, batch));
            metrics.count(write.outranked());
            notApplied.putAll(write.notApplied());
            left = write.again();
        }
        return notApplied;
    }
}
