package io.moodlepipeline.gateway.ingest;

/** An event that cannot be used was not kept either, since its tenant has had too many of these today; the sender still has it. */
public final class RefusalQuotaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusalQuotaException() {
        super("the tenant's quota of kept refusals is used up", null, false, false);
    }
}
