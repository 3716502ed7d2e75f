package io.moodlepipeline.gateway.ingest;

import io.moodlepipeline.gateway.tenants.SignedContent;

/**
 * What a request's headers say of its event, as sent; each is null when absent.
 *
 * @param eventId {@code X-Event-Id}
 * @param eventTime {@code X-Event-Time}
 * @param webhookId {@code webhook-id}
 * @param webhookTimestamp {@code webhook-timestamp}
 * @param signed which of them the sender has proved
 */
public record Claims(
        String eventId, String eventTime, String webhookId, String webhookTimestamp, SignedContent signed) {}
