package io.moodlepipeline.localstack.data;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import io.moodlepipeline.testkit.OwnerOnly;
import io.moodlepipeline.testkit.RandomPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The token of tenant {@code default}: the one that {@code MOODLE_TOKEN} or the file {@code MOODLE_TOKEN_FILE} gives, else the one of the last start, else a new
 * one. It is kept, so that a Moodle once set up goes on working and the demo knows it.
 */
public record MoodleToken(String value) {
    private static final Setting GIVEN = Setting.of("MOODLE_TOKEN", "Token of the one tenant `default`.");

    public static MoodleToken keep(DataDirectory data, Map<String, String> environment) {
        Optional<MoodleToken> kept = kept(data);
        MoodleToken token = given(environment).or(() -> kept).orElseGet(() -> new MoodleToken(RandomPassword.next()));
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

    private static Optional<MoodleToken> given(Map<String, String> environment) {
        try {
            Settings settings = new Settings(environment);
            Optional<Secret> given = settings.optionalSecret(GIVEN);
            // No name starts with a blank: names that are unknown here are other readers' business.
            settings.finish(" ", List.of(GIVEN));
            return given.map(secret -> new MoodleToken(secret.reveal()));
        } catch (InvalidSettingsException e) {
            throw new PipelineException(e.getMessage(), e);
        }
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
