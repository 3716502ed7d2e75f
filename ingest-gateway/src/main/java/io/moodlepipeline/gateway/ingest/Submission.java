package io.moodlepipeline.gateway.ingest;

import io.moodlepipeline.event.EventType;
import java.time.Instant;

/**
 * An authentic webhook.
 *
 * @param eventId {@code X-Event-Id} as sent, null when absent
 * @param eventTime {@code X-Event-Time} as sent, null when absent
 * @param traceParent the W3C trace header as sent, null when absent
 */
@SuppressWarnings("ArrayRecordComponent") // submissions are never compared, and the body is handed on as it is
public record Submission(
        EventType type,
        String tenant,
        String eventId,
        String eventTime,
        String traceParent,
        byte[] body,
        Instant received) {}
