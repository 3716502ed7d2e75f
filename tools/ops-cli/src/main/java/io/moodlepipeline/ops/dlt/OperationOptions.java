package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.redrive.Operation;
import java.time.Clock;
import picocli.CommandLine.Option;

/** The options of the verbs that do something to letters: nothing without {@code --execute}. */
final class OperationOptions {
    @Option(names = "--execute", description = "Do it; without this nothing is changed and you see what would be done.")
    private boolean execute;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, for the audit record; no names of students, it is kept as long as dead letters are.")
    private String reason = "";

    @Option(
            names = "--by",
            paramLabel = "WHO",
            defaultValue = "${sys:user.name}",
            description = "Who does it, for the audit record (default: ${DEFAULT-VALUE}).")
    private String by;

    boolean execute() {
        return execute;
    }

    boolean hasReason() {
        return !reason.isBlank();
    }

    Operation begin() {
        return Operation.begin(by, reason, Clock.systemUTC());
    }
}
