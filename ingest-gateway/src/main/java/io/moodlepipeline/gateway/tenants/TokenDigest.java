package io.moodlepipeline.gateway.tenants;

import io.moodlepipeline.gateway.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** The SHA-256 of a token, which is all that is kept of it. Tokens are long and random, so a plain digest cannot be guessed back. */
public final class TokenDigest {
    private static final int HEX_DIGITS = 64;

    private final byte[] digest;

    private TokenDigest(byte[] digest) {
        this.digest = digest;
    }

    public static TokenDigest of(String token) {
        return new TokenDigest(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
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
