package io.moodlepipeline.gateway.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, for what is digested with every request. */
public final class Sha256 {
    /** Looking the algorithm up takes longer than the digest of a short text itself. A digest is as new after each use. */
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::create);

    private Sha256() {}

    /** @return 32 bytes */
    public static byte[] of(byte[] content) {
        return DIGEST.get().digest(content);
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
