package io.moodlepipeline.runtime.service;

/** Where a failure came from, without its messages: those of libraries may quote a school's data. */
public final class Trace extends Exception {
    private static final long serialVersionUID = 1L;

    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 50;

    private Trace(Throwable failure, Trace cause) {
        super(failure.getClass().getName(), cause);
        setStackTrace(failure.getStackTrace());
    }

    public static Trace of(Throwable failure) {
        return of(failure, MOST_CAUSES);
    }

    private static Trace of(Throwable failure, int most) {
        Throwable cause = failure.getCause();
        return new Trace(failure, cause == null || most == 0 ? null : of(cause, most - 1));
    }

    /** Its own place says nothing; it takes that of the failure. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
