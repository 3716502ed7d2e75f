package io.moodlepipeline.testkit.tables;

import io.moodlepipeline.testkit.Database;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The tables as text, without the columns that tell of the delivery: what a school sees. */
public final class BusinessColumns {
    private static final Map<String, String> KEYS = Map.of(
            "students", "moodle_user_id",
            "enrollments", "moodle_enrollment_id",
            "grades", "moodle_user_id || ' ' || item_id");
    private static final Set<String> OF_THE_DELIVERY = Set.of(
            "row_key",
            "event_id",
            "version_epoch",
            "version_timed",
            "version_time",
            "version_sequence",
            "body_sha256",
            "source_topic",
            "source_partition",
            "source_offset",
            "received_at",
            "written_at");

    private BusinessColumns() {}

    /** Rows by table and key, column by column. */
    public static Map<String, Map<String, String>> read(Database database) throws SQLException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> table : KEYS.entrySet()) {
                String sql = "SELECT " + table.getValue() + " AS row_key, * FROM " + table.getKey();
                try (ResultSet result = statement.executeQuery(sql)) {
                    while (result.next()) {
                        rows.put(table.getKey() + " " + result.getString("row_key"), row(result));
                    }
                }
            }
        }
        return rows;
    }

    /** The id of the event that each row holds, by table and key. */
    public static Map<String, UUID> eventIds(Database database) throws SQLException {
        Map<String, UUID> events = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> table : KEYS.entrySet()) {
                String sql = "SELECT " + table.getValue() + " AS row_key, event_id FROM " + table.getKey();
                try (ResultSet result = statement.executeQuery(sql)) {
                    while (result.next()) {
                        events.put(
                                table.getKey() + " " + result.getString("row_key"),
                                result.getObject("event_id", UUID.class));
                    }
                }
            }
        }
        return events;
    }

    private static Map<String, String> row(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        Map<String, String> row = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (!OF_THE_DELIVERY.contains(columns.getColumnName(i))) {
                row.put(columns.getColumnName(i), text(result.getObject(i)));
            }
        }
        return row;
    }

    private static String text(Object value) {
        if (value instanceof Timestamp time) {
            return Long.toString(time.toInstant().getEpochSecond());
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros().toPlainString();
        }
        return value == null ? null : value.toString();
    }
}
