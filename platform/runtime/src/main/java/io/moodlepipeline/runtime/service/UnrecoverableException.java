package io.moodlepipeline.runtime.service;

/** A service cannot go on until a person has changed something. The message is ours: it says what, and holds no data. */
public final class UnrecoverableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnrecoverableException(String message, Throwable cause) {
        super(message, cause);
    }
}
