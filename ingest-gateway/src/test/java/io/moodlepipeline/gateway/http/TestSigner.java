package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as a sender does, made from the README and not from the code under test. */
final class TestSigner {
    private final byte[] key;

    /** @param secret its UTF-8 bytes are the key */
    TestSigner(String secret) {
        this(secret.getBytes(UTF_8));
    }

    TestSigner(byte[] key) {
        this.key = key;
    }

    /** The three headers of Standard Webhooks, names and values in turn. */
    String[] headers(String id, Instant sentAt, byte[] body) {
        String timestamp = Long.toString(sentAt.getEpochSecond());
        return new String[] {
            "webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", standard(id, timestamp, body)
        };
    }

    String[] headers(String id, Instant sentAt, String body) {
        return headers(id, sentAt, body.getBytes(UTF_8));
    }

    String standard(String id, String timestamp, byte[] body) {
        byte[] start = (id + "." + timestamp + ".").getBytes(UTF_8);
        byte[] signed = new byte[start.length + body.length];
        System.arraycopy(start, 0, signed, 0, start.length);
        System.arraycopy(body, 0, signed, start.length, body.length);
        return "v1," + Base64.getEncoder().encodeToString(hmac(signed));
    }

    /** {@code X-Signature}. */
    String legacy(byte[] body) {
        return HexFormat.of().formatHex(hmac(body));
    }

    private byte[] hmac(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
