package io.moodlepipeline.ops;

/** What a person can do something about, in a sentence of ours that says so. Ends a verb with {@link ExitCode#FAILED}. */
public final class OpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OpsException(String message) {
        super(message);
    }

    public OpsException(String message, Throwable cause) {
        super(message, cause);
    }
}
