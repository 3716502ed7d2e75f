package io.moodlepipeline.runtime.record;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads the text of a record's headers. */
public final class RecordText {
    /** Stands for the tenant of records that do not tell theirs. */
    public static final String NO_TENANT = "";

    private RecordText() {}

    /** The text of the last header of this name; null when there is none. */
    public static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Whose record it is; {@link #NO_TENANT} when that is missing or no tenant's name. */
    public static String tenant(Headers headers) {
        String name = header(headers, EventHeaders.TENANT);
        return name != null && EventMetadata.TENANT_NAME.matcher(name).matches() ? name : NO_TENANT;
    }

    /** The event's id for a log line. Only what is a UUID: a header that did not come from the gateway may hold anything. */
    public static String eventId(Headers headers) {
        return EventMetadata.uuid(header(headers, EventHeaders.ID))
                .map(UUID::toString)
                .orElse("unknown");
    }
}
