package io.moodlepipeline.gateway.ingest;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.gateway.tenants.DailyQuota;
import java.time.Instant;

/**
 * An authentic webhook.
 *
 * @param epoch the tenant's
 * @param claims what its headers say of it
 * @param traceParent the W3C trace header as sent, null when absent
 * @param refusals of the tenant, from which it is taken to keep this one if it cannot be used
 */
@SuppressWarnings("ArrayRecordComponent") // submissions are never compared, and the body is handed on as it is
public record Submission(
        EventType type,
        String tenant,
        int epoch,
        Claims claims,
        String traceParent,
        byte[] body,
        Instant received,
        DailyQuota refusals) {}
