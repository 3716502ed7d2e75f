package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/**
 * The marks a dead letter carries beside the headers of the original: Kafka Connect's, so that its tools read them, and our own.
 * All are UTF-8 strings, and replaced, never appended, when a record dies again.
 */
public final class DeadLetterHeaders {
    public static final String TOPIC = "__connect.errors.topic";
    public static final String PARTITION = "__connect.errors.partition";
    public static final String OFFSET = "__connect.errors.offset";
    public static final String CONNECTOR = "__connect.errors.connector.name";
    public static final String STAGE = "__connect.errors.stage";
    public static final String EXCEPTION_CLASS = "__connect.errors.exception.class.name";
    public static final String EXCEPTION_MESSAGE = "__connect.errors.exception.message";
    public static final String CODE = "dlt.code";
    public static final String CONSUMER = "dlt.consumer";
    public static final String ATTEMPTS = "dlt.attempts";
    public static final String FIRST_FAILED_AT = "dlt.first-failed-at";
    public static final String LAST_FAILED_AT = "dlt.last-failed-at";
    public static final String RETRYABLE = "dlt.retryable";

    private DeadLetterHeaders() {}

    /**
     * Marks the headers of a record that is about to become a dead letter. One that was redriven counts its attempts on, and loses
     * the marks of the redrive.
     *
     * @param consumer the service that could not use it
     * @param origin where the record stands, or was to stand
     */
    public static void mark(Headers headers, String consumer, Origin origin, Failure failure, Instant now) {
        RedriveHeaders.strip(headers);
        put(headers, TOPIC, origin.topic());
        put(headers, PARTITION, Integer.toString(origin.partition()));
        put(headers, OFFSET, Long.toString(origin.offset()));
        put(headers, CONNECTOR, consumer);
        put(headers, STAGE, failure.stage());
        put(headers, EXCEPTION_CLASS, failure.exceptionClass());
        put(headers, EXCEPTION_MESSAGE, failure.message());
        put(headers, CODE, failure.code().name());
        put(headers, CONSUMER, consumer);
        put(headers, ATTEMPTS, Integer.toString(earlierAttempts(headers) + 1));
        if (RecordText.header(headers, FIRST_FAILED_AT) == null) {
            put(headers, FIRST_FAILED_AT, now.toString());
        }
        put(headers, LAST_FAILED_AT, now.toString());
        put(headers, RETRYABLE, Boolean.toString(failure.code().retryable()));
    }

    /** Removes all of them but what a redriven record must remember: how often it failed, and since when. */
    public static void stripForRedrive(Headers headers) {
        List.of(
                        TOPIC,
                        PARTITION,
                        OFFSET,
                        CONNECTOR,
                        STAGE,
                        EXCEPTION_CLASS,
                        EXCEPTION_MESSAGE,
                        CODE,
                        CONSUMER,
                        LAST_FAILED_AT,
                        RETRYABLE)
                .forEach(headers::remove);
    }

    private static int earlierAttempts(Headers headers) {
        String attempts = RecordText.header(headers, ATTEMPTS);
        return attempts != null && attempts.matches("[0-9]{1,6}") ? Integer.parseInt(attempts) : 0;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
