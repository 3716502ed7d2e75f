package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterParser;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordSize;
import io.moodlepipeline.runtime.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Works out which record a letter becomes again. A consumer's letter goes back to the original's topic with key, value, time and
 * headers of the original, marked for that consumer. A refusal of the gateway, which never was in a topic, is validated anew.
 */
public final class RedrivePlanner {
    private final Originals originals;
    private final UUID operation;

    /** @param operation what all records of one command are marked with */
    public RedrivePlanner(Originals originals, UUID operation) {
        this.originals = originals;
        this.operation = operation;
    }

    public Redrive plan(ConsumerRecord<byte[], byte[]> letter) {
        return EventMetadata.fromHeaders(name -> RecordText.header(letter.headers(), name))
                .fold(
                        metadata -> plan(letter, metadata),
                        malformed -> new Redrive.Obstacle(
                                false,
                                "its metadata is broken (" + malformed.summary()
                                        + "), so every consumer would refuse it again: discard it, and have the event"
                                        + " sent again through the gateway"));
    }

    private Redrive plan(ConsumerRecord<byte[], byte[]> letter, EventMetadata metadata) {
        Origin origin = LetterParser.origin(letter);
        String consumer = RecordText.header(letter.headers(), DeadLetterHeaders.CONSUMER);
        if (consumer == null || !metadata.type().topic().equals(origin.topic())) {
            return new Redrive.Obstacle(
                    false,
                    "it does not say which consumer failed on which topic of the pipeline: discard it, and have the event"
                            + " sent again through the gateway");
        }
        Optional<byte[]> body = Optional.ofNullable(letter.value()).or(() -> originals.body(origin, letter.headers()));
        if (body.isEmpty()) {
            return new Redrive.Obstacle(
                    false,
                    "its body was too large to be kept with it, and is not at " + origin.topic() + " "
                            + origin.partition() + ":" + origin.offset()
                            + " any more: discard it, and have the event sent again through the gateway");
        }
        return consumer.equals(Letter.GATEWAY)
                ? validated(letter, metadata, body.get())
                : back(letter, origin.topic(), consumer, body.get());
    }

    private Redrive back(ConsumerRecord<byte[], byte[]> letter, String topic, String consumer, byte[] body) {
        Headers headers = new RecordHeaders(letter.headers());
        DeadLetterHeaders.stripForRedrive(headers);
        RedriveHeaders.mark(headers, consumer, new LetterPosition(letter.partition(), letter.offset()), operation);
        if (!RecordSize.fits(letter.key(), body, headers)) {
            return new Redrive.Obstacle(
                    false,
                    "with the marks of a redrive it is larger than " + topic
                            + " allows: discard it, and have the event sent again through the gateway");
        }
        return new Redrive.Send(
                new ProducerRecord<>(topic, null, time(letter), letter.key(), body, headers), LetterAction.REDRIVEN);
    }

    private static Redrive validated(ConsumerRecord<byte[], byte[]> letter, EventMetadata metadata, byte[] body) {
        if (isRefusedForItsId(letter)) {
            // The body may well be valid, but under this id another event is known.
            return new Redrive.Obstacle(
                    true,
                    "its id is another event's: if it is genuine, have it sent again under a new id; discard the letter");
        }
        return EventCodec.consistent(EventCodec.decode(metadata.type(), body))
                .fold(
                        event -> new Redrive.Send(published(letter, metadata, event, body), LetterAction.RESOLVED),
                        malformed -> new Redrive.Obstacle(true, malformed.summary()));
    }

    private static boolean isRefusedForItsId(ConsumerRecord<byte[], byte[]> letter) {
        return DeadLetterCode.EVENT_ID_REUSED
                .name()
                .equals(RecordText.header(letter.headers(), DeadLetterHeaders.CODE));
    }

    /** As the gateway publishes: for all consumers, with the id and the time under which it was refused. */
    private static ProducerRecord<byte[], byte[]> published(
            ConsumerRecord<byte[], byte[]> letter, EventMetadata metadata, MoodleEvent event, byte[] body) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (EventHeaders.isPassedOn(header.key())) {
                headers.add(header);
            }
        }
        byte[] key = (metadata.tenant() + ":" + event.userId()).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(metadata.type().topic(), null, time(letter), key, body, headers);
    }

    private static Long time(ConsumerRecord<byte[], byte[]> letter) {
        return letter.timestamp() < 0 ? null : letter.timestamp();
    }
}
