package io.moodlepipeline.localstack.up;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What a stack tells the person at the console, a line each; several parts may speak at once. */
final class Progress {
    private final PrintWriter console;
    private final boolean isTerminal;

    /** @param isTerminal whether a person reads it, and not a file or another program that keeps it */
    Progress(PrintWriter console, boolean isTerminal) {
        this.console = console;
        this.isTerminal = isTerminal;
    }

    synchronized void say(String line) {
        console.println(line);
        console.flush();
    }

    void saySecret(String name, String secret, Path file) {
        say(name + (isTerminal ? ": " + secret : " is in " + file));
    }

    void started(Part part, Duration took) {
        say(String.format(Locale.ROOT, "%-16s %-44s %4.1f s", part.name(), part.summary(), took.toMillis() / 1000.0));
    }

    void stopped(Part part, Duration took) {
        say(String.format(Locale.ROOT, "%-16s %-44s %4.1f s", part.name(), "stopped", took.toMillis() / 1000.0));
    }
}
