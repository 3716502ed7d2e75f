package io.moodlepipeline.gateway.ingest;

import java.util.UUID;
import java.util.regex.Pattern;

/** The W3C {@code traceparent} of an event: the sender's where it is well formed, else a new trace named after the event. */
final class TraceParent {
    private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    static String of(String sent, UUID sequence) {
        if (sent != null && VALID.matcher(sent).matches()) {
            return sent;
        }
        String traceId = sequence.toString().replace("-", "");
        return "00-" + traceId + "-" + traceId.substring(16) + "-01";
    }
}
