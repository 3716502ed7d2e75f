package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;

/**
 * Why a record cannot be used.
 *
 * @param stage what was being done, such as {@code VALUE_CONVERTER} or {@code TASK_PUT}, in Kafka Connect's words
 * @param exceptionClass the class that found it
 * @param message a text of ours with field names and codes; never a value, never a library's message that may quote one
 */
public record Failure(DeadLetterCode code, String stage, String exceptionClass, String message) {
    /** Reading a record's headers and value. */
    public static final String VALUE_CONVERTER = "VALUE_CONVERTER";
    /** Working out what a record becomes. */
    public static final String TRANSFORMATION = "TRANSFORMATION";
    /** Writing to the target. */
    public static final String TASK_PUT = "TASK_PUT";

    public static Failure malformed(Decoded.Malformed<?> malformed) {
        return new Failure(malformed.code(), VALUE_CONVERTER, Decoded.Malformed.class.getName(), malformed.summary());
    }

    /** A bug of ours. Its message may quote data, so only its class and place are told. */
    public static Failure unexpected(String stage, Throwable bug) {
        String type = bug.getClass().getName();
        String place = bug.getStackTrace().length == 0 ? "unknown place" : bug.getStackTrace()[0].toString();
        return new Failure(DeadLetterCode.UNEXPECTED_FAILURE, stage, type, "unexpected " + type + " at " + place);
    }
}
