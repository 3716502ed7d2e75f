package io.moodlepipeline.gateway.tenants;

/** What of a request its sender has proved by a signature. Headers that are not covered can be changed by whoever replays it. */
public enum SignedContent {
    /** The tenant has no secrets. */
    NOTHING,
    /** The body, by {@code X-Signature}. */
    BODY,
    /** {@code webhook-id}, {@code webhook-timestamp} and the body, by {@code webhook-signature}. */
    ID_TIME_AND_BODY
}
