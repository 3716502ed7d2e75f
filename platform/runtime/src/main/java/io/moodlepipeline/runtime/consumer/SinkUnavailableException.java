package io.moodlepipeline.runtime.consumer;

/** The target takes nothing now: wait and try again. The message is ours and names the target, no data. */
public final class SinkUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public SinkUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
