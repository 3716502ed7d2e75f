package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Puts letters aside. */
@Command(
        name = "park",
        description =
                "Put dead letters aside, so that they are not sent again by themselves; without --state the open ones.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltParkCommand extends ActionCommand {
    DltParkCommand(Supplier<Map<String, String>> environment) {
        super(environment, LetterAction.PARKED, false);
    }
}
