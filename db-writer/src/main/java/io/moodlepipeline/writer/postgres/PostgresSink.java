package io.moodlepipeline.writer.postgres;

import io.moodlepipeline.runtime.consumer.BatchSink;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.consumer.Refusal;
import io.moodlepipeline.runtime.consumer.SinkRefusedException;
import io.moodlepipeline.runtime.consumer.SinkUnavailableException;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.writer.tables.NewestRows;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes a batch of events as rows, in one transaction: the newest event per row, and only where it is not older than the row. */
public final class PostgresSink implements BatchSink {
    private final DataSource database;

    public PostgresSink(DataSource database) {
        this.database = database;
    }

    @Override
    public List<Refusal> write(List<ConsumerRecord<byte[], byte[]>> records)
            throws SinkUnavailableException, SinkRefusedException {
        List<ConsumedEvent> events = new ArrayList<>(records.size());
        List<Refusal> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            ConsumedEvent.of(record)
                    .fold(events::add, malformed -> refusals.add(new Refusal(record, Failure.malformed(malformed))));
        }
        try {
            upsert(events);
        } catch (SQLException e) {
            if (SqlFailures.isRefusal(e)) {
                throw new SinkRefusedException(SqlFailures.refusal(e), e);
            }
            throw new SinkUnavailableException(SqlFailures.unavailability(e), e);
        }
        return refusals;
    }

    private void upsert(List<ConsumedEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (Table<?> table : Tables.ALL) {
                UpsertStatement.execute(connection, new NewestRows<>(table, events));
            }
            connection.commit();
        }
    }
}
