package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.Origin;
import java.time.Clock;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Makes dead letters, the same as every other stage does. */
final class DeadLetters {
    /** Far longer than any key or header of an event that came through the gateway. */
    private static final int LONGEST_OF_A_STUB = 1024;

    private final String consumer;
    private final Clock clock;

    DeadLetters(String consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /** Key, value, time and headers of the original, and why. */
    Record<byte[], byte[]> letter(Record<byte[], byte[]> original, Origin origin, Failure failure) {
        Record<byte[], byte[]> letter = original.withHeaders(marked(original.headers(), origin, failure));
        return RecordSize.fits(letter) ? letter : stub(original, origin, failure);
    }

    /**
     * For an original so large that there is no room for the marks. Nothing from the gateway is; but one such record must not stop
     * the stream. The original stays where the marks say.
     */
    private Record<byte[], byte[]> stub(Record<byte[], byte[]> original, Origin origin, Failure failure) {
        Headers headers = new RecordHeaders();
        for (Header header : original.headers()) {
            if (EventHeaders.isPassedOn(header.key()) && isShort(header.value())) {
                headers.add(header);
            }
        }
        Failure explained = new Failure(
                failure.code(),
                failure.stage(),
                failure.exceptionClass(),
                failure.message() + " (too large to be kept here whole: read it at its topic, partition and offset)");
        return original.withKey(isShort(original.key()) ? original.key() : null)
                .withValue((byte[]) null)
                .withHeaders(marked(headers, origin, explained));
    }

    private Headers marked(Headers headers, Origin origin, Failure failure) {
        Headers marked = new RecordHeaders(headers);
        DeadLetterHeaders.mark(marked, consumer, origin, failure, clock.instant());
        return marked;
    }

    private static boolean isShort(byte[] bytes) {
        return bytes == null || bytes.length <= LONGEST_OF_A_STUB;
    }
}
