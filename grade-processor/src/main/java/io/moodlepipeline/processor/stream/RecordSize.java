package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.TopicDeclaration;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/** Whether a record fits a topic, answered before it is sent: see RATIONALE.md. */
final class RecordSize {
    /** Of a batch with one record: its own header, and lengths, offset and time of the record, at their longest. */
    private static final int FRAME = 61 + 40;

    /** Of a record's header: the lengths of its name and value, at their longest. */
    private static final int HEADER_FRAME = 10;

    private RecordSize() {}

    static boolean fits(Record<byte[], byte[]> record) {
        return atMost(record) <= TopicDeclaration.MAX_RECORD_BYTES;
    }

    private static long atMost(Record<byte[], byte[]> record) {
        long size = FRAME + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            int name = header.key().getBytes(StandardCharsets.UTF_8).length;
            size += HEADER_FRAME + name + length(header.value());
        }
        return size;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
