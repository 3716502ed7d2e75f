package io.moodlepipeline.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One request of a Moodle as it arrived; file and line say which, and the body is exactly what was sent. */
public record RecordedRequest(String file, int line, String path, Map<String, String> headers, String body) {
    public RecordedRequest {
        headers = Map.copyOf(headers);
    }

    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The last part of the path, such as {@code user_created}. */
    public String event() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return file + ":" + line + " " + event();
    }
}
