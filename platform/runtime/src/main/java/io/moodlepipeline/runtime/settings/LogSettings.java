package io.moodlepipeline.runtime.settings;

import java.util.Set;

/** How a service's own process writes its log. */
public final class LogSettings {
    public static final Setting FORMAT =
            Setting.of("LOG_FORMAT", "text", "How log lines are written to standard output: `text` or `json`.");

    private static final Set<String> FORMATS = Set.of("text", "json");

    private LogSettings() {}

    public static void check(Settings settings) {
        if (!FORMATS.contains(settings.text(FORMAT))) {
            settings.problem(FORMAT.name(), "must be text or json");
        }
    }
}
