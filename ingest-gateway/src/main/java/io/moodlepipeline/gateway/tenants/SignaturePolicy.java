package io.moodlepipeline.gateway.tenants;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which signatures a tenant with secrets takes. */
public enum SignaturePolicy {
    /** Those of Standard Webhooks, which cover id, time of sending and body. */
    STANDARD,
    /** {@code X-Signature}, which covers the body alone. */
    LEGACY,
    /** Either; of a request that has both, both must be right. */
    EITHER;

    /** Reads it as settings write it, in lower case. */
    public static Optional<SignaturePolicy> named(String name) {
        return Stream.of(values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
