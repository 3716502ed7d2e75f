package io.moodlepipeline.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.testkit.TopicRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the dead-letter topic and its audit say, folded anew from the design's words: of each event and consumer the newest letter, and
 * what was last decided about it.
 */
final class Letters {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN = "open";

    private final Map<Identity, Letter> newest = new HashMap<>();
    private final Map<Identity, String> states = new HashMap<>();

    private record Identity(String event, String consumer) {}

    private record Letter(int partition, long offset) {
        boolean isBefore(Letter other) {
            return offset < other.offset;
        }

        static Letter parse(String position) {
            int colon = position.indexOf(':');
            return new Letter(
                    Integer.parseInt(position.substring(0, colon)), Long.parseLong(position.substring(colon + 1)));
        }
    }

    private Letters() {}

    static Letters read(String brokers) {
        Letters letters = new Letters();
        TopicRecords.readAll(brokers, "moodle.dead-letter").forEach(letters::addLetter);
        TopicRecords.readAll(brokers, "moodle.dead-letter-audit").forEach(letters::addAudit);
        return letters;
    }

    /** How many events are or were dead for a consumer; one that was sent twice has several letters, and counts once. */
    int count() {
        return states.size();
    }

    /** Whether the event is dead for the consumer: it failed, and nothing was decided since but to let it rest. */
    boolean isDead(String eventId, String consumer) {
        String state = states.getOrDefault(new Identity(eventId, consumer), "");
        return state.equals(OPEN) || state.equals("parked");
    }

    /** {@code open}, or the last decision; empty when there is no letter. */
    String state(String eventId, String consumer) {
        return states.getOrDefault(new Identity(eventId, consumer), "");
    }

    private void addLetter(ConsumerRecord<byte[], byte[]> record) {
        Identity identity = new Identity(event(record), TopicRecords.header(record, "dlt.consumer"));
        Letter letter = new Letter(record.partition(), record.offset());
        newest.merge(identity, letter, (known, found) -> known.isBefore(found) ? found : known);
        states.put(identity, OPEN);
    }

    /** The place of the original stands for an event that has no id. */
    private static String event(ConsumerRecord<byte[], byte[]> record) {
        String id = TopicRecords.header(record, "ce_id");
        return id != null
                ? id
                : TopicRecords.header(record, "__connect.errors.topic") + ":"
                        + TopicRecords.header(record, "__connect.errors.partition") + ":"
                        + TopicRecords.header(record, "__connect.errors.offset");
    }

    private void addAudit(ConsumerRecord<byte[], byte[]> record) {
        JsonNode audit = parse(record.value());
        Identity identity = new Identity(
                audit.path("event_id").asText(), audit.path("consumer").asText());
        Letter letter = newest.get(identity);
        boolean isOfTheNewest = letter != null
                && audit.path("letter").isTextual()
                && !Letter.parse(audit.path("letter").asText()).isBefore(letter);
        // What is applied stays so: the consumer may be faster than whoever notes that the letter was redriven.
        if (isOfTheNewest && !states.get(identity).equals("resolved")) {
            states.put(identity, audit.path("action").asText());
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
