package io.moodlepipeline.ops.moodle;

import io.moodlepipeline.ops.deployment.ShellWord;
import java.nio.file.Path;
import java.util.List;

/** What brings the deletions of what Moodle no longer has: its plugin looks up each one that a list names. */
public abstract class GoneRemedy {
    private static final String BACKFILL = StateReportPrinter.BACKFILL + " --gone=";
    private static final String WHAT_IT_DOES =
            "The plugin looks each one up, and sends its deletion, or what Moodle still has of it.";

    private GoneRemedy() {}

    /** @param listing the command that writes the list to a file {@code OUT} */
    public static GoneRemedy toBeListed(String listing) {
        return new GoneRemedy() {
            @Override
            String advice() {
                return "list it with --gone OUT, then in Moodle: " + BACKFILL + "OUT";
            }

            @Override
            List<String> conclusion(long gone) {
                return gone == 0
                        ? List.of()
                        : List.of(
                                "What is extra is no longer in Moodle, and no event said so. List it in a file OUT:\n  "
                                        + listing,
                                "Then Moodle's web server's user, who has to be able to read OUT, runs in Moodle's folder:\n  "
                                        + BACKFILL + "OUT",
                                WHAT_IT_DOES);
            }
        };
    }

    /** @param list was written */
    public static GoneRemedy listed(Path list) {
        Path file = list.toAbsolutePath().normalize();
        String command = BACKFILL + ShellWord.of(file.toString());
        return new GoneRemedy() {
            @Override
            String advice() {
                return "in Moodle: " + command;
            }

            @Override
            List<String> conclusion(long gone) {
                String written = "Entries written to " + file + ": " + gone + ".";
                return gone == 0
                        ? List.of(written)
                        : List.of(
                                "What is extra is no longer in Moodle, and no event said so. " + written,
                                "Moodle's web server's user, who has to be able to read that file, runs in Moodle's folder:\n  "
                                        + command,
                                WHAT_IT_DOES);
            }
        };
    }

    /** For one finding. */
    abstract String advice();

    /** @param gone how many findings are or would be in the list */
    abstract List<String> conclusion(long gone);
}
