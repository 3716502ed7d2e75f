package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Gives letters up. */
@Command(
        name = "discard",
        description = "Give dead letters up, for a reason; without --state the open ones. They stay in the topic.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltDiscardCommand extends ActionCommand {
    DltDiscardCommand(Supplier<Map<String, String>> environment) {
        super(environment, LetterAction.DISCARDED, true);
    }
}
