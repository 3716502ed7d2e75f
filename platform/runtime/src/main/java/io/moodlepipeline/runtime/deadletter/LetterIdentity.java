package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/**
 * What makes two letters the same: the event of a school, and the consumer that could not use it. Senders choose ids, so two schools
 * may have chosen the same one.
 *
 * @param tenant empty for a record that names none; {@link #ANY_TENANT} in an audit record of the time when it was not noted
 * @param event the event's id; for a record that carries none, where it stands as {@code topic:partition:offset}
 */
public record LetterIdentity(String tenant, String event, String consumer) {
    /** No tenant is called so. */
    public static final String ANY_TENANT = "*";

    /** @param origin where the original stands */
    public static LetterIdentity of(Headers headers, String consumer, Origin origin) {
        String event = EventMetadata.uuid(RecordText.header(headers, EventHeaders.ID))
                .map(UUID::toString)
                .orElseGet(() -> origin.topic() + ":" + origin.partition() + ":" + origin.offset());
        return new LetterIdentity(tenant(headers), event, consumer);
    }

    /** What all letters of this event id at this consumer have in common, whosever they are. */
    public LetterIdentity ofAnyTenant() {
        return new LetterIdentity(ANY_TENANT, event, consumer);
    }

    /** Whether what is said of this one is said of the other, too. */
    public boolean covers(LetterIdentity other) {
        return equals(tenant.equals(ANY_TENANT) ? other.ofAnyTenant() : other);
    }

    /** A header that did not come from the gateway may hold anything. */
    private static String tenant(Headers headers) {
        String name = RecordText.header(headers, EventHeaders.TENANT);
        return name != null && EventMetadata.TENANT_NAME.matcher(name).matches() ? name : "";
    }
}
