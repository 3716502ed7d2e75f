package io.moodlepipeline.gateway.tenants;

import java.util.Locale;

/** How a request can be signed. */
public enum SignatureKind {
    /** As Standard Webhooks has it, in {@code webhook-signature}. */
    STANDARD,
    /** In {@code X-Signature}. */
    LEGACY;

    /** As answers say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
