package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An event read from a topic, with its place there and its version. */
public record ConsumedEvent(EventMetadata metadata, MoodleEvent event, Version version, Origin origin) {

    /** Reads a record's headers and value; never throws, whatever they hold. */
    public static Decoded<ConsumedEvent> of(ConsumerRecord<byte[], byte[]> record) {
        return EventMetadata.fromHeaders(name -> RecordText.header(record.headers(), name))
                .fold(metadata -> of(record, metadata), Decoded.Malformed::as);
    }

    private static Decoded<ConsumedEvent> of(ConsumerRecord<byte[], byte[]> record, EventMetadata metadata) {
        if (!metadata.type().topic().equals(record.topic())) {
            return Decoded.Malformed.of(
                    DeadLetterCode.INVALID_METADATA, EventHeaders.TYPE, "is not the type of this topic's events");
        }
        if (record.value() == null) {
            return Decoded.Malformed.of(DeadLetterCode.NOT_JSON, "body", "is empty: send one JSON object");
        }
        return EventCodec.decode(metadata.type(), record.value())
                .fold(
                        event -> new Decoded.Valid<>(
                                new ConsumedEvent(metadata, event, Version.of(metadata, event), Origin.of(record))),
                        Decoded.Malformed::as);
    }
}
