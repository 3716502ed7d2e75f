package io.moodlepipeline.zoho.http;

/** No whole reply came. The message is ours and has no cause: those of the JDK may quote what came over the wire. */
public final class NoReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean mayHaveArrived;

    NoReplyException(String code, String message, boolean mayHaveArrived) {
        super(message);
        this.code = code;
        this.mayHaveArrived = mayHaveArrived;
    }

    /** {@code NO_CONNECTION}, {@code NO_REPLY}, {@code TIMEOUT} or {@code INTERRUPTED}. */
    public String code() {
        return code;
    }

    /** Whether the other side may have the request, and do what it asks. */
    public boolean mayHaveArrived() {
        return mayHaveArrived;
    }
}
