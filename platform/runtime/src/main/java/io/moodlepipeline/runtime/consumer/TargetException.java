package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.Failure;

/**
 * The target did not take a write, and nothing of it was written. The message is ours: it names the target and its code, no data.
 */
public final class TargetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final transient Failure failure;

    private TargetException(FailureKind kind, Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.kind = kind;
        this.failure = failure;
    }

    public static TargetException unavailable(String message, Throwable cause) {
        return of(FailureKind.UNAVAILABLE, DeadLetterCode.RETRIES_EXHAUSTED, message, cause);
    }

    /** What mostly passes, such as a deadlock. */
    public static TargetException transientFailure(String message, Throwable cause) {
        return of(FailureKind.TRANSIENT, DeadLetterCode.RETRIES_EXHAUSTED, message, cause);
    }

    /** @param code says which target refused the record */
    public static TargetException permanent(DeadLetterCode code, String message, Throwable cause) {
        return of(FailureKind.PERMANENT, code, message, cause);
    }

    public static TargetException unknown(String message, Throwable cause) {
        return of(FailureKind.UNKNOWN, DeadLetterCode.UNKNOWN_TARGET_FAILURE, message, cause);
    }

    /** A bug of ours. */
    static TargetException unexpected(Throwable bug) {
        return new TargetException(FailureKind.UNKNOWN, Failure.unexpected(Failure.TASK_PUT, bug), bug);
    }

    private static TargetException of(FailureKind kind, DeadLetterCode code, String message, Throwable cause) {
        return new TargetException(
                kind, new Failure(code, Failure.TASK_PUT, cause.getClass().getName(), message), cause);
    }

    public FailureKind kind() {
        return kind;
    }

    /** What the record's dead letter says, should it come to that. */
    public Failure failure() {
        return failure;
    }
}
