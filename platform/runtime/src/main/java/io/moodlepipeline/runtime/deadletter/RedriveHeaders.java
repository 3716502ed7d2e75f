package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.runtime.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a redriven record carries beside the headers of its letter's original. It goes back to the original's topic, where every
 * consumer sees it again, but it is meant for the one that failed; the others skip it.
 */
public final class RedriveHeaders {
    /** The consumer whose letter this was. */
    public static final String CONSUMER = "redrive.consumer";
    /** The letter's {@link LetterPosition}. */
    public static final String LETTER = "redrive.letter";
    /** UUID of the operation that sent it, the same in its audit records. */
    public static final String OPERATION = "redrive.id";

    private static final String PREFIX = "redrive.";

    private RedriveHeaders() {}

    /** Marks a record that is about to be redriven; what was there of an earlier redrive is replaced. */
    public static void mark(Headers headers, String consumer, LetterPosition letter, UUID operation) {
        strip(headers);
        put(headers, CONSUMER, consumer);
        put(headers, LETTER, letter.toString());
        put(headers, OPERATION, operation.toString());
    }

    public static boolean isRedriven(Headers headers) {
        return headers.lastHeader(CONSUMER) != null;
    }

    /** Whether the record was redriven for somebody else, and is to be skipped unread. */
    public static boolean isForAnother(Headers headers, String consumer) {
        String meant = RecordText.header(headers, CONSUMER);
        return meant != null && !meant.equals(consumer);
    }

    /** The letter that was redriven; empty for a record redriven by other means than ours. */
    public static Optional<LetterPosition> letter(Headers headers) {
        return LetterPosition.parse(RecordText.header(headers, LETTER));
    }

    /** Removes all of them. */
    public static void strip(Headers headers) {
        List<String> names = new ArrayList<>();
        for (Header header : headers) {
            if (header.key().startsWith(PREFIX)) {
                names.add(header.key());
            }
        }
        names.forEach(headers::remove);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
