package io.moodlepipeline.zohosimulator.fault;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;

/** What happens to a call that is hit. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Effect.Status.class, name = "status"),
    @JsonSubTypes.Type(value = Effect.Delay.class, name = "delay"),
    @JsonSubTypes.Type(value = Effect.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = Effect.Garbage.class, name = "garbage"),
    @JsonSubTypes.Type(value = Effect.ExpiredToken.class, name = "expired-token"),
    @JsonSubTypes.Type(value = Effect.ScopeMismatch.class, name = "scope-mismatch"),
    @JsonSubTypes.Type(value = Effect.RefusedRow.class, name = "refused-row")
})
public sealed interface Effect {

    /**
     * An error for the whole request.
     *
     * @param code null: the usual one of that status; none, but an HTML page, for 502 and 503
     * @param retryAfter seconds; null: not said
     * @param committed whether what was asked for is done all the same
     */
    record Status(int status, String code, Integer retryAfter, boolean committed) implements Effect {
        public static Status of(int status) {
            return new Status(status, null, null, false);
        }
    }

    /**
     * A slow call; clearing the faults ends the wait.
     *
     * @param committed whether what was asked for is done before the wait, not after it
     */
    record Delay(long millis, boolean committed) implements Effect {}

    /**
     * The connection breaks without an answer.
     *
     * @param committed whether what was asked for is done all the same
     */
    record Reset(boolean committed) implements Effect {}

    /**
     * 200 with a body that says nothing.
     *
     * @param truncated the first half of the true answer, what was asked for being done; else an HTML page, and nothing is done
     */
    record Garbage(boolean truncated) implements Effect {}

    /**
     * The call's access token has expired.
     *
     * @param code null: {@code INVALID_TOKEN}
     */
    record ExpiredToken(String code) implements Effect {}

    /** The token lacks a scope. */
    record ScopeMismatch() implements Effect {}

    /**
     * Rows are refused. For this one {@link Calls#skip} and {@link Calls#times} count rows.
     *
     * @param module null: any
     * @param field with {@code value}, which rows; null: any
     * @param value as text
     * @param code such as {@code RECORD_LOCKED}
     * @param apiName the field that the error names; null: none
     * @param details what the error's details say besides; null: nothing
     */
    record RefusedRow(String module, String field, String value, String code, String apiName, JsonNode details)
            implements Effect {}
}
