package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.ops.rows.QueryFailure;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.StoredRow;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Asks the tables whether they already have what a letter holds, or something newer: then a redrive changes no row. */
public final class SupersededCheck {
    private final Connection connection;

    public SupersededCheck(Connection connection) {
        this.connection = connection;
    }

    /** @return false also for what makes no row */
    public boolean isSuperseded(ProducerRecord<byte[], byte[]> record) {
        ConsumerRecord<byte[], byte[]> consumed =
                new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value());
        record.headers().forEach(consumed.headers()::add);
        return ConsumedEvent.of(consumed).fold(this::isSuperseded, malformed -> false);
    }

    private boolean isSuperseded(ConsumedEvent consumed) {
        ConsumedEvent asStored = asStored(consumed);
        return Tables.ALL.stream()
                .filter(table -> table.holds(asStored.event()))
                .findFirst()
                .flatMap(table -> stored(table, table.keyOf(asStored)))
                .map(stored -> stored.compareTo(consumed.version()) >= 0)
                .orElse(false);
    }

    /** A grade becomes a row once it is judged; its judgement, still to come, comes last in the version and outranks nothing here. */
    private static ConsumedEvent asStored(ConsumedEvent consumed) {
        return consumed.event() instanceof GradeEvent grade
                ? new ConsumedEvent(
                        consumed.metadata(),
                        new EnrichedGradeEvent(grade, Banding.notGraded(0)),
                        consumed.version(),
                        consumed.origin())
                : consumed;
    }

    private Optional<Version> stored(Table<?> table, RowKey key) {
        String condition =
                table.keyColumns().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
        String sql = "SELECT " + String.join(", ", StoredRow.columns(table)) + " FROM " + table.name() + " WHERE "
                + condition;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            List<Object> values = List.of(key.tenant(), key.first(), key.second());
            for (int column = 0; column < table.keyColumns().size(); column++) {
                query.setObject(column + 1, values.get(column));
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(StoredRow.of(table, row).version()) : Optional.empty();
            }
        } catch (SQLException e) {
            throw QueryFailure.explained(table, e);
        }
    }
}
