package io.moodlepipeline.ops.replay;

import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** Finds, for each partition, the furthest event that is in a row. */
final class StoredEvents {
    private StoredEvents() {}

    static Map<TopicPartition, StoredEvent> furthest(Connection database) throws SQLException {
        Map<TopicPartition, StoredEvent> furthest = new HashMap<>();
        for (Table<?> table : Tables.ALL) {
            try (Statement statement = database.createStatement();
                    ResultSet rows = statement.executeQuery(sql(table))) {
                while (rows.next()) {
                    TopicPartition partition =
                            new TopicPartition(rows.getString("source_topic"), rows.getInt("source_partition"));
                    // Each topic feeds one table, so none is found twice.
                    furthest.put(
                            partition,
                            new StoredEvent(rows.getObject("event_id", UUID.class), rows.getLong("source_offset")));
                }
            }
        }
        return furthest;
    }

    private static String sql(Table<?> table) {
        return "SELECT DISTINCT ON (source_topic, source_partition)"
                + " source_topic, source_partition, source_offset, event_id FROM " + table.name()
                + " ORDER BY source_topic, source_partition, source_offset DESC";
    }
}
