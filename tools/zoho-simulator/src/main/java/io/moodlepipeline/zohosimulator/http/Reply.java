package io.moodlepipeline.zohosimulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request gets.
 *
 * @param reset whether the connection breaks instead
 */
public record Reply(int status, String contentType, String body, Map<String, String> headers, boolean reset) {
    public static final String JSON = "application/json;charset=UTF-8";
    private static final int NO_CONTENT = 204;

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply json(int status, JsonNode body) {
        return new Reply(status, JSON, Json.write(body), Map.of(), false);
    }

    public static Reply of(int status, String contentType, String body) {
        return new Reply(status, contentType, body, Map.of(), false);
    }

    /** Nothing was found. */
    public static Reply noContent() {
        return new Reply(NO_CONTENT, JSON, "", Map.of(), false);
    }

    /** No answer at all: the connection breaks. */
    public static Reply broken() {
        return new Reply(0, JSON, "", Map.of(), true);
    }

    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, more, reset);
    }
}
