package io.moodlepipeline.zohosimulator.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.http.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the API and what it got. Never holds a token.
 *
 * @param number counts from 1
 * @param endpoint such as {@code upsert}; empty when there is no such place
 * @param org empty when the request had no good token
 * @param headers those that change what a request means: {@code X-EXTERNAL}, {@code If-Unmodified-Since}
 * @param text the body as it came: a tenth of the size of its tree
 * @param rows records that it carried or asked to delete
 * @param concurrency the organisation's calls in flight when it came, itself included; 0 when it was refused before
 * @param status 0 when the connection was broken instead
 */
public record RecordedRequest(
        long number,
        Instant at,
        String endpoint,
        String org,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String text,
        int rows,
        int concurrency,
        int credits,
        int status) {

    /** Empty when there was none, or no JSON. */
    public Optional<JsonNode> body() {
        return Json.read(text);
    }
}
