package io.moodlepipeline.zohosimulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a request gets.
 *
 * @param elements instead of the body: an array's, where there may be too many to hold them all as text
 * @param reset whether the connection breaks instead
 */
public record Reply(
        int status,
        String contentType,
        String body,
        Optional<Stream<? extends JsonNode>> elements,
        Map<String, String> headers,
        boolean reset) {
    public static final String JSON = "application/json;charset=UTF-8";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply of(int status, String contentType, String body) {
        return new Reply(status, contentType, body, Optional.empty(), Map.of(), false);
    }

    public static Reply json(int status, JsonNode body) {
        return of(status, JSON, Json.write(body));
    }

    /** An array, written one element after the other. */
    public static Reply array(Stream<? extends JsonNode> elements) {
        return new Reply(OK, JSON, "", Optional.of(elements), Map.of(), false);
    }

    /** Nothing was found. */
    public static Reply noContent() {
        return of(NO_CONTENT, JSON, "");
    }

    /** No answer at all: the connection breaks. */
    public static Reply broken() {
        return new Reply(0, JSON, "", Optional.empty(), Map.of(), true);
    }

    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, elements, more, reset);
    }

    public Reply withBody(String other) {
        return new Reply(status, contentType, other, Optional.empty(), headers, reset);
    }
}
