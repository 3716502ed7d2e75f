package io.moodlepipeline.gateway.tenants;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that a tenant's senders sign with. */
public final class SigningSecret {
    private static final String HMAC = "HmacSHA256";

    /** How Standard Webhooks' libraries write a key: this, and the key's bytes in Base64. */
    private static final String BASE64_PREFIX = "whsec_";

    private static final String VERSION = "v1,";

    private final SecretKeySpec text;
    private final SecretKeySpec standard;

    private SigningSecret(byte[] text, byte[] standard) {
        this.text = new SecretKeySpec(text, HMAC);
        this.standard = new SecretKeySpec(standard, HMAC);
    }

    /** Empty when there is no key in it: it is blank, or begins with {@code whsec_} and goes on with something else than Base64. */
    public static Optional<SigningSecret> of(String secret) {
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        if (secret.isBlank()) {
            return Optional.empty();
        }
        if (!secret.startsWith(BASE64_PREFIX)) {
            return Optional.of(new SigningSecret(text, text));
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(BASE64_PREFIX.length()));
            return key.length == 0 ? Optional.empty() : Optional.of(new SigningSecret(text, key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As {@code X-Signature} has it, but for the hex digits; the key is the whole secret as it stands, whatever it begins with. */
    byte[] ofBody(byte[] body) {
        return hmac(text).doFinal(body);
    }

    /** As {@code webhook-signature} has it. */
    String ofIdTimeAndBody(String id, String timestamp, byte[] body) {
        Mac mac = hmac(standard);
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private static Mac hmac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
