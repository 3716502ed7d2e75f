package io.moodlepipeline.runtime.record;

import io.moodlepipeline.event.TopicDeclaration;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Whether a record fits a topic, answered before it is sent. */
public final class RecordSize {
    /** Of a batch with one record: its own header, and lengths, offset and time of the record, at their longest. */
    private static final int FRAME = 61 + 40;

    /** Of a record's header: the lengths of its name and value, at their longest. */
    private static final int HEADER_FRAME = 10;

    private RecordSize() {}

    /** @param key may be null, and so may the value */
    public static boolean fits(byte[] key, byte[] value, Headers headers) {
        return atMost(key, value, headers) <= TopicDeclaration.MAX_RECORD_BYTES;
    }

    private static long atMost(byte[] key, byte[] value, Headers headers) {
        long size = FRAME + length(key) + length(value);
        for (Header header : headers) {
            int name = header.key().getBytes(StandardCharsets.UTF_8).length;
            size += HEADER_FRAME + name + length(header.value());
        }
        return size;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
