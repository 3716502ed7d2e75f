package io.moodlepipeline.ops.deadletter;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Reads dead letters from records, whatever these hold: who may write to the topic may have written anything. */
public final class LetterParser {
    /** Longer texts are not ours. */
    private static final int LONGEST_TEXT = 200;

    /** Letters repeat few texts; this many are kept once for all letters that have them. */
    private static final int MOST_SHARED_TEXTS = 10_000;

    private static final String TYPE_PREFIX = "moodle.";
    private static final String NOBODY = "unknown";
    private static final Pattern USER_KEY = Pattern.compile("[a-z0-9-]{1,63}:([1-9][0-9]{0,17})");

    private final Map<String, String> shared = new HashMap<>();

    public Letter parse(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        return new Letter(
                new LetterPosition(record.partition(), record.offset()),
                identity(record),
                text(headers, DeadLetterHeaders.CODE),
                text(headers, EventHeaders.TENANT),
                eventType(headers),
                userId(record.key()),
                attempts(headers),
                failedAt(record),
                "true".equals(RecordText.header(headers, DeadLetterHeaders.RETRYABLE)));
    }

    private LetterIdentity identity(ConsumerRecord<byte[], byte[]> record) {
        LetterIdentity identity = LetterIdentity.of(record.headers(), consumer(record.headers()), origin(record));
        return new LetterIdentity(share(identity.tenant()), identity.event(), identity.consumer());
    }

    /** Where the original stands; for a record that does not say, where the letter itself stands. */
    public static Origin origin(ConsumerRecord<byte[], byte[]> letter) {
        String topic = cut(RecordText.header(letter.headers(), DeadLetterHeaders.TOPIC));
        return topic == null
                ? Origin.of(letter)
                : new Origin(
                        topic,
                        smallNumber(letter.headers(), DeadLetterHeaders.PARTITION),
                        number(letter.headers(), DeadLetterHeaders.OFFSET));
    }

    private String consumer(Headers headers) {
        String ours = text(headers, DeadLetterHeaders.CONSUMER);
        String connectors = ours == null ? text(headers, DeadLetterHeaders.CONNECTOR) : ours;
        return connectors == null ? NOBODY : connectors;
    }

    private String eventType(Headers headers) {
        String type = text(headers, EventHeaders.TYPE);
        return type != null && type.startsWith(TYPE_PREFIX) ? share(type.substring(TYPE_PREFIX.length())) : type;
    }

    private static long userId(byte[] key) {
        if (key == null || key.length > LONGEST_TEXT) {
            return 0;
        }
        Matcher matcher = USER_KEY.matcher(new String(key, StandardCharsets.UTF_8));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static int attempts(Headers headers) {
        return Math.max(0, smallNumber(headers, DeadLetterHeaders.ATTEMPTS));
    }

    private static Instant failedAt(ConsumerRecord<byte[], byte[]> record) {
        String text = RecordText.header(record.headers(), DeadLetterHeaders.LAST_FAILED_AT);
        try {
            if (text != null) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            // Then the record's own time has to do.
        }
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** -1 for what is no number. */
    private static long number(Headers headers, String name) {
        String text = RecordText.header(headers, name);
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static int smallNumber(Headers headers, String name) {
        long number = number(headers, name);
        return number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    private String text(Headers headers, String name) {
        return share(cut(RecordText.header(headers, name)));
    }

    private String share(String text) {
        if (text == null || (shared.size() >= MOST_SHARED_TEXTS && !shared.containsKey(text))) {
            return text;
        }
        return shared.computeIfAbsent(text, same -> same);
    }

    private static String cut(String text) {
        return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
