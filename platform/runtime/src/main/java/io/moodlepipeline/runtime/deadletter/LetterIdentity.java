package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/**
 * What makes two letters the same: the event, and the consumer that could not use it.
 *
 * @param event the event's id; for a record that carries none, where it stands as {@code topic:partition:offset}
 */
public record LetterIdentity(String event, String consumer) {

    /** @param origin where the original stands */
    public static LetterIdentity of(Headers headers, String consumer, Origin origin) {
        String event = EventMetadata.uuid(RecordText.header(headers, EventHeaders.ID))
                .map(UUID::toString)
                .orElseGet(() -> origin.topic() + ":" + origin.partition() + ":" + origin.offset());
        return new LetterIdentity(event, consumer);
    }
}
