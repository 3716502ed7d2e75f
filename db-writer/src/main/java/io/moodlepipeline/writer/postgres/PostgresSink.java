package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.event.Decoded;
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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes a batch of events as rows, in one transaction: the newest event per row, and only where it is not older than the row. */
public final class PostgresSink implements BatchSink {
    private final DataSource database;

    public PostgresSink(DataSource database) {
        this.database = database;
    }

    @Override
    public List<Outcome> write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
        List<Decoded<ConsumedEvent>> decoded =
                records.stream().map(ConsumedEvent::of).toList();
        List<ConsumedEvent> events = new ArrayList<>(records.size());
        decoded.forEach(each -> each.fold(events::add, malformed -> false));
        Set<ConsumedEvent> applied = upsert(events);
        return decoded.stream()
                .map(each -> each.fold(
                        event -> applied.contains(event) ? Settled.APPLIED : Settled.SUPERSEDED,
                        malformed -> Outcome.refused(Failure.malformed(malformed))))
                .toList();
    }

    /** The very statements of a write, but without rows: they need the tables, the rights and a database that takes writes. */
    @Override
    public void probe() throws TargetException {
        inTransaction(connection -> {
            for (Table<?> table : Tables.ALL) {
                UpsertStatement.execute(connection, new NewestRows<>(table, List.of()));
            }
        });
    }

    /** @return the events that are rows now */
    private Set<ConsumedEvent> upsert(List<ConsumedEvent> events) throws TargetException {
        Set<ConsumedEvent> applied = Collections.newSetFromMap(new IdentityHashMap<>());
        if (events.isEmpty()) {
            return applied;
        }
        inTransaction(connection -> {
            for (Table<?> table : Tables.ALL) {
                NewestRows<?> newest = new NewestRows<>(table, events);
                if (!newest.rows().isEmpty()) {
                    applied.addAll(upsert(connection, newest));
                }
            }
        });
        return applied;
    }

    private static List<ConsumedEvent> upsert(Connection connection, NewestRows<?> newest) throws SQLException {
        List<ConsumedEvent> rows = newest.rows();
        if (UpsertStatement.execute(connection, newest) == rows.size()) {
            return rows;
        }
        Set<Origin> held = HeldEvents.origins(connection, newest);
        return rows.stream().filter(event -> held.contains(event.origin())).toList();
    }

    private void inTransaction(Work work) throws TargetException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            work.run(connection);
            connection.commit();
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        }
    }

    /** Without a connection nobody writes, whatever the state says. */
    private Connection connect() throws TargetException {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw TargetException.unavailable(SqlFailures.unavailability(e), e);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run(Connection connection) throws SQLException;
    }
}
