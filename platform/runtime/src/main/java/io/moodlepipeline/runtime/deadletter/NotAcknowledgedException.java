package io.moodlepipeline.runtime.deadletter;

/** The brokers did not take every record: none may be counted on. */
public final class NotAcknowledgedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAcknowledgedException(Exception cause) {
        super("the brokers did not acknowledge every record", cause);
    }
}
