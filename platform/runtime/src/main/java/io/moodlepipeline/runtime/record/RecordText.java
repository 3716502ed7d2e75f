package io.moodlepipeline.runtime.record;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads the text of a record's headers. */
public final class RecordText {
    private RecordText() {}

    /** The text of the last header of this name; null when there is none. */
    public static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The event's id for a log line. Only what is a UUID: a header that did not come from the gateway may hold anything. */
    public static String eventId(Headers headers) {
        return EventMetadata.uuid(header(headers, EventHeaders.ID))
                .map(UUID::toString)
                .orElse("unknown");
    }
}
