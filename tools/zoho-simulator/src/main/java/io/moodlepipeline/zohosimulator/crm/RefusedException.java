package io.moodlepipeline.zohosimulator.crm;

/** Ends a request that is refused as a whole. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RequestError error;

    RefusedException(RequestError error) {
        super(error.code(), null, false, false);
        this.error = error;
    }

    RequestError error() {
        return error;
    }
}
