package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Parameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A Kafka record in SQL, whole: what comes out is what was consumed, headers, timestamp and place included. */
final class RecordColumns {
    private static final List<String> NAMES = List.of(
            "source_topic",
            "source_partition",
            "source_offset",
            "record_timestamp",
            "timestamp_type",
            "record_key",
            "record_value",
            "header_names",
            "header_values");

    static final String PLACEHOLDERS = NAMES.stream().map(name -> "?").collect(Collectors.joining(", "));

    private RecordColumns() {}

    static String list(String prefix) {
        return NAMES.stream().map(name -> prefix + name).collect(Collectors.joining(", "));
    }

    static void bind(Parameters parameters, ConsumerRecord<byte[], byte[]> record) throws SQLException {
        List<Header> headers = List.of(record.headers().toArray());
        parameters
                .value(record.topic())
                .value(record.partition())
                .value(record.offset())
                .value(record.timestamp())
                .value(record.timestampType().name())
                .bytes(record.key())
                .bytes(record.value())
                .column("text", headers, Header::key)
                .column("bytea", headers, Header::value);
    }

    static ConsumerRecord<byte[], byte[]> read(ResultSet row) throws SQLException {
        byte[] key = row.getBytes("record_key");
        byte[] value = row.getBytes("record_value");
        return new ConsumerRecord<>(
                row.getString("source_topic"),
                row.getInt("source_partition"),
                row.getLong("source_offset"),
                row.getLong("record_timestamp"),
                TimestampType.valueOf(row.getString("timestamp_type")),
                size(key),
                size(value),
                key,
                value,
                headers(row),
                Optional.empty());
    }

    private static int size(byte[] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }

    private static RecordHeaders headers(ResultSet row) throws SQLException {
        String[] names = (String[]) row.getArray("header_names").getArray();
        byte[][] values = (byte[][]) row.getArray("header_values").getArray();
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < names.length; i++) {
            headers.add(names[i], values[i]);
        }
        return headers;
    }
}
