package io.moodlepipeline.zoho.api;

import java.time.Duration;
import java.util.Optional;

/** A call that brought no answer to work with. The message is ours: Zoho's code and what it means, no data. */
public final class ZohoException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Kind {
        /** A person has to change settings, scopes or rights; trying again does harm. */
        CONFIGURATION,
        /** Zoho, or the way to it, is away. */
        UNAVAILABLE,
        /** Too many calls or credits used (429), or too many tokens asked for. */
        THROTTLED,
        /** The request as a whole was refused, for something in it that Zoho does not name by row. */
        REJECTED
    }

    private final Kind kind;
    private final String code;
    private final boolean inDoubt;
    private final transient Duration retryAfter;

    /**
     * @param code Zoho's code, or one of ours in upper case such as {@code NO_REPLY}
     * @param inDoubt whether Zoho may have done what was asked, or may still do it
     * @param retryAfter null when Zoho did not say
     */
    public ZohoException(
            Kind kind, String code, String message, boolean inDoubt, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.inDoubt = inDoubt;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public boolean inDoubt() {
        return inDoubt;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
