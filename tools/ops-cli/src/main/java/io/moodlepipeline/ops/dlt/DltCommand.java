package io.moodlepipeline.ops.dlt;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is about dead letters. */
@Command(
        name = "dlt",
        description = "Dead letters: what a stage could not use.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "A letter is open until it is redriven; then resolved when its consumer has applied it or"
                    + " found something newer applied, or open again when it failed again. Parked ones are not sent"
                    + " again by themselves; discarded ones are given up."
        })
public final class DltCommand {
    private DltCommand() {}

    public static CommandLine commandLine(Supplier<Map<String, String>> environment) {
        return new CommandLine(new DltCommand())
                .addSubcommand(new DltListCommand(environment))
                .addSubcommand(new DltShowCommand(environment))
                .addSubcommand(new DltStatsCommand(environment))
                .addSubcommand(RedriveCommand.commandLine(environment))
                .addSubcommand(new DltParkCommand(environment))
                .addSubcommand(new DltDiscardCommand(environment));
    }
}
