package io.moodlepipeline.localstack.data;

import io.moodlepipeline.localstack.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The token of tenant {@code default}: the one that {@code MOODLE_TOKEN} gives, else the one of the last start, else a new
 * one. It is kept, so that a Moodle once set up goes on working and the demo knows it.
 */
public record MoodleToken(String value) {
    public static final String VARIABLE = "MOODLE_TOKEN";
    private static final int BYTES = 32;

    public static MoodleToken keep(DataDirectory data, Map<String, String> environment) {
        Optional<MoodleToken> kept = kept(data);
        MoodleToken token = Optional.ofNullable(environment.get(VARIABLE))
                .filter(given -> !given.isBlank())
                .map(MoodleToken::new)
                .or(() -> kept)
                .orElseGet(MoodleToken::random);
        if (!kept.equals(Optional.of(token))) {
            write(data, token);
        }
        return token;
    }

    /** The token of the last start. */
    public static Optional<MoodleToken> kept(DataDirectory data) {
        try {
            return Files.exists(data.token())
                    ? Optional.of(new MoodleToken(Files.readString(data.token()).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new PipelineException("Cannot read " + data.token() + ": " + e.getMessage(), e);
        }
    }

    private static MoodleToken random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new MoodleToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static void write(DataDirectory data, MoodleToken token) {
        try {
            OwnerOnly.write(data.token(), token.value() + "\n");
        } catch (IOException e) {
            throw new PipelineException("Cannot keep the token in " + data.token() + ": " + e.getMessage(), e);
        }
    }

    /** Only what asks for {@link #value()} by name sees it. */
    @Override
    public String toString() {
        return "MoodleToken(hidden)";
    }
}
