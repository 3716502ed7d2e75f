package io.moodlepipeline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of settings as a README must have it, word for word, so that neither can change without the other. */
public final class SettingsTable {
    private final List<String> lines =
            new ArrayList<>(List.of("| Setting | Default | Meaning |", "| --- | --- | --- |"));

    /** @param defaultValue null or empty where there is none */
    public SettingsTable row(String name, String defaultValue, String meaning) {
        boolean hasDefault = defaultValue != null && !defaultValue.isEmpty();
        lines.add("| `" + name + "` |" + (hasDefault ? " `" + defaultValue + "` " : " ") + "| " + meaning + " |");
        return this;
    }

    /** In Markdown, each line ended. */
    public String markdown() {
        return String.join("\n", lines) + "\n";
    }

    /** The failure's message holds the whole table, to be copied. */
    public void assertIn(Path readme) {
        if (!read(readme).contains(markdown())) {
            throw new AssertionError(readme + " does not have this table:\n" + markdown());
        }
    }

    private static String read(Path readme) {
        try {
            return Files.readString(readme).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
