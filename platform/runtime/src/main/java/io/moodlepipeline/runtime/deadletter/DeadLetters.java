package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordSize;
import io.moodlepipeline.runtime.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What a consumer has to say of its dead letters: the letters themselves, and that one is resolved. */
public final class DeadLetters {
    /** Far longer than any key or header of an event that came through the gateway. */
    private static final int LONGEST_OF_A_STUB = 1024;

    /** Room for all headers of such a one, and far below what would keep a stub from being sent in its turn. */
    private static final int HEADERS_OF_A_STUB = 64 * 1024;

    private final String consumer;
    private final Clock clock;

    public DeadLetters(String consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /** Key, value and headers of the original, which is left as it is, and why. Key and value may be null. */
    public DeadLetter of(byte[] key, byte[] value, Headers original, Origin origin, Failure failure) {
        Headers marked = marked(original, origin, failure);
        return RecordSize.fits(key, value, marked)
                ? new DeadLetter(key, value, marked)
                : stub(key, original, origin, failure);
    }

    /** Of a redriven record that is applied now, or superseded. */
    public AuditRecord resolved(Headers redriven, Origin origin) {
        return new AuditRecord(
                LetterAction.RESOLVED,
                LetterIdentity.of(redriven, consumer, origin),
                RedriveHeaders.letter(redriven).orElse(null),
                EventMetadata.uuid(RecordText.header(redriven, RedriveHeaders.OPERATION))
                        .orElse(null),
                clock.instant(),
                consumer,
                "");
    }

    /**
     * For an original so large that there is no room for the marks. Nothing from the gateway is; but one such record must not stop
     * a consumer. The original stays where the marks say.
     */
    private DeadLetter stub(byte[] key, Headers original, Origin origin, Failure failure) {
        Headers headers = new RecordHeaders();
        int room = HEADERS_OF_A_STUB;
        for (Header header : original) {
            int size = size(header);
            if (isKept(header.key()) && size <= LONGEST_OF_A_STUB && size <= room) {
                headers.add(header);
                room -= size;
            }
        }
        Failure explained = new Failure(
                failure.code(),
                failure.stage(),
                failure.exceptionClass(),
                failure.message() + " (too large to be kept here whole: read it at its topic, partition and offset)");
        return new DeadLetter(isShort(key) ? key : null, null, marked(headers, origin, explained));
    }

    private Headers marked(Headers headers, Origin origin, Failure failure) {
        Headers marked = new RecordHeaders(headers);
        DeadLetterHeaders.mark(marked, consumer, origin, failure, clock.instant());
        return marked;
    }

    /** A redriven one that forgot how often it had failed would be tried for ever. */
    private static boolean isKept(String name) {
        return EventHeaders.isPassedOn(name)
                || name.equals(DeadLetterHeaders.ATTEMPTS)
                || name.equals(DeadLetterHeaders.FIRST_FAILED_AT);
    }

    /** A name may be as long as a value. */
    private static int size(Header header) {
        int value = header.value() == null ? 0 : header.value().length;
        return header.key().getBytes(StandardCharsets.UTF_8).length + value;
    }

    private static boolean isShort(byte[] bytes) {
        return bytes == null || bytes.length <= LONGEST_OF_A_STUB;
    }
}
