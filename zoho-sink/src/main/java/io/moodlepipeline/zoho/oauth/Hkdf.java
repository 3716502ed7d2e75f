package io.moodlepipeline.zoho.oauth;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), as far as one key of 256 bits needs it; the JDK has none before 25. */
final class Hkdf {
    private static final String HMAC = "HmacSHA256";

    private Hkdf() {}

    static byte[] key(byte[] secret, byte[] salt, byte[] purpose) {
        byte[] extracted = hmac(salt, secret);
        // The first block of the expansion is the 32 bytes wanted; 1 is its number.
        return hmac(extracted, purpose, new byte[] {1});
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + HMAC, e);
        }
    }
}
