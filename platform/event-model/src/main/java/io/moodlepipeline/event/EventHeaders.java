package io.moodlepipeline.event;

import java.util.Set;

/** Names of the headers of every record, after the CloudEvents Kafka binding (binary mode). */
public final class EventHeaders {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    /** When the gateway received the event, RFC 3339. */
    public static final String TIME = "ce_time";

    public static final String TENANT = "ce_tenantid";
    /** A UUIDv7 that orders events of the same time. */
    public static final String SEQUENCE = "ce_sequence";
    /** The sender's {@code X-Event-Time}, Unix milliseconds; absent when it sent none. */
    public static final String EVENT_TIME = "ce_eventtime";
    /** The tenant's epoch when the gateway received the event; absent for 0. */
    public static final String EPOCH = "ce_epoch";
    /** SHA-256 of the body that the gateway received, 64 hex digits: tells whether two events of one id say the same. */
    public static final String BODY_SHA_256 = "ce_bodysha256";

    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACE_PARENT = "traceparent";
    public static final String TRACE_STATE = "tracestate";

    private static final String CLOUD_EVENTS_PREFIX = "ce_";
    private static final Set<String> OTHERS = Set.of(CONTENT_TYPE, TRACE_PARENT, TRACE_STATE);

    private EventHeaders() {}

    /** Whether a stage hands this header on with what it makes of a record. All others (dead-letter marks, say) end there. */
    public static boolean isPassedOn(String name) {
        return name.startsWith(CLOUD_EVENTS_PREFIX) || OTHERS.contains(name);
    }
}
