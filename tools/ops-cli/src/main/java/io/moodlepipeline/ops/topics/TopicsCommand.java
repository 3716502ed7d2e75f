package io.moodlepipeline.ops.topics;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is about topics. */
@Command(
        name = "topics",
        description = "The pipeline's topics.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class TopicsCommand {
    private TopicsCommand() {}

    public static CommandLine commandLine(Supplier<Map<String, String>> environment) {
        return new CommandLine(new TopicsCommand())
                .addSubcommand(new TopicsApplyCommand(environment))
                .addSubcommand(new TopicsListCommand(environment));
    }
}
