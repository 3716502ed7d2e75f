package io.moodlepipeline.runtime.deadletter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.event.json.JsonObjects;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A line in the history of a dead letter, in the topic {@link Topics#DEAD_LETTER_AUDIT}: JSON, under the letter's own key. A
 * letter's state is the fold of these; they are never changed.
 *
 * @param letter the letter it was done to, and with it all earlier ones of the same identity; null when that is not known, then all
 *     that failed before {@code at}
 * @param operation shared by all that one command did, and by what consumers say of the records it sent; null when there was none
 * @param by who did it: a person's account, or the name of a service
 * @param reason in the words of who did it; may be empty
 */
public record AuditRecord(
        LetterAction action,
        LetterIdentity identity,
        LetterPosition letter,
        UUID operation,
        Instant at,
        String by,
        String reason) {

    /**
     * Longer ones are no event's of ours. With one as long as a record may be there is no room for what is to be noted, and who has
     * to note it would be stuck.
     */
    private static final int LONGEST_KEY = 1024;

    /** @param key of the letter, which may be null; one that is too long is left out */
    public ProducerRecord<byte[], byte[]> toRecord(byte[] key) {
        byte[] kept = key != null && key.length > LONGEST_KEY ? null : key;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.DEAD_LETTER_AUDIT, null, at.toEpochMilli(), kept, toJson());
        record.headers().add(EventHeaders.CONTENT_TYPE, "application/json".getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private byte[] toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("action", action.wireName());
        json.put("event_id", identity.event());
        json.put("tenant", identity.tenant());
        json.put("consumer", identity.consumer());
        json.put("letter", letter == null ? null : letter.toString());
        json.put("operation", operation == null ? null : operation.toString());
        json.put("at", at.toString());
        json.put("by", by);
        json.put("reason", reason);
        return JsonObjects.write(json);
    }

    /** Empty for what is no audit record: the topic may hold anything. */
    public static Optional<AuditRecord> read(byte[] json) {
        return json == null
                ? Optional.empty()
                : JsonObjects.parse(json).fold(AuditRecord::of, malformed -> Optional.empty());
    }

    private static Optional<AuditRecord> of(ObjectNode json) {
        Optional<LetterAction> action = LetterAction.ofWireName(text(json, "action"));
        String event = text(json, "event_id");
        String consumer = text(json, "consumer");
        if (action.isEmpty() || event.isEmpty() || consumer.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuditRecord(
                    action.get(),
                    new LetterIdentity(tenant(json), event, consumer),
                    LetterPosition.parse(text(json, "letter")).orElse(null),
                    operation(text(json, "operation")),
                    Instant.parse(text(json, "at")),
                    text(json, "by"),
                    text(json, "reason")));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String tenant(ObjectNode json) {
        return json.has("tenant") ? text(json, "tenant") : LetterIdentity.ANY_TENANT;
    }

    private static UUID operation(String text) {
        return text.isEmpty() ? null : UUID.fromString(text);
    }

    private static String text(ObjectNode json, String field) {
        return json.path(field).isTextual() ? json.path(field).asText() : "";
    }
}
