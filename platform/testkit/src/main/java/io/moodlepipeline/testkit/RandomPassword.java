package io.moodlepipeline.testkit;

import java.security.SecureRandom;
import java.util.Base64;

/** A password or token that nobody guesses, of characters that need no quotes in a URL, a shell or SQL. */
public final class RandomPassword {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomPassword() {}

    public static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
