package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.Failure;

/** The target refuses something in the batch, and will again. */
public final class SinkRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public SinkRefusedException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
