package io.moodlepipeline.gateway.tenants;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The SHA-256 of a token, which is all that is kept of it. Tokens are long and random, so a plain digest cannot be guessed back. */
public final class TokenDigest {
    private static final int HEX_DIGITS = 64;

    /** Looking the algorithm up takes longer than the digest itself. A digest is as new after each use. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(TokenDigest::sha256);

    private final byte[] digest;

    private TokenDigest(byte[] digest) {
        this.digest = digest;
    }

    public static TokenDigest of(String token) {
        return new TokenDigest(SHA_256.get().digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Reads 64 hex digits, as {@code sha256sum} prints them. */
    static Optional<TokenDigest> ofHex(String hex) {
        try {
            return hex.length() == HEX_DIGITS
                    ? Optional.of(new TokenDigest(HexFormat.of().parseHex(hex)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean matches(TokenDigest other) {
        return MessageDigest.isEqual(digest, other.digest);
    }
}
