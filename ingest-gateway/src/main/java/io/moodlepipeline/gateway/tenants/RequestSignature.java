package io.moodlepipeline.gateway.tenants;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The headers of a request by which its body is proved, as sent; each is null when absent.
 *
 * @param ofBody {@code X-Signature}: hex
 * @param id {@code webhook-id}
 * @param timestamp {@code webhook-timestamp}: when it was sent, Unix seconds
 * @param ofIdTimeAndBody {@code webhook-signature}: several, separated by spaces, while a secret is being replaced
 */
public record RequestSignature(String ofBody, String id, String timestamp, String ofIdTimeAndBody) {
    /** How far a sender's clock may be from ours, and how long a request can be replayed. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern UNIX_SECONDS = Pattern.compile("[0-9]{1,12}");

    boolean hasOfBody() {
        return ofBody != null;
    }

    boolean hasOfIdTimeAndBody() {
        return ofIdTimeAndBody != null;
    }

    /** Compares with all secrets, whichever matches. */
    boolean coversBody(List<SigningSecret> secrets, byte[] body) {
        byte[] claimed = hex(ofBody == null ? "" : ofBody.strip());
        boolean known = false;
        for (SigningSecret secret : secrets) {
            known |= MessageDigest.isEqual(secret.ofBody(body), claimed);
        }
        return known;
    }

    /** Compares each that is given with all secrets, whichever matches; versions that we do not know match none. */
    boolean coversIdTimeAndBody(List<SigningSecret> secrets, byte[] body, Instant now) {
        if (id == null || ofIdTimeAndBody == null || !isSentAbout(now)) {
            return false;
        }
        String[] claimed = ofIdTimeAndBody.strip().split(" +", -1);
        boolean known = false;
        for (SigningSecret secret : secrets) {
            byte[] right = secret.ofIdTimeAndBody(id, timestamp, body).getBytes(StandardCharsets.UTF_8);
            for (String one : claimed) {
                known |= MessageDigest.isEqual(right, one.getBytes(StandardCharsets.UTF_8));
            }
        }
        return known;
    }

    private boolean isSentAbout(Instant now) {
        return timestamp != null
                && UNIX_SECONDS.matcher(timestamp).matches()
                && Math.abs(now.getEpochSecond() - Long.parseLong(timestamp)) <= TOLERANCE.toSeconds();
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
