package io.moodlepipeline.ops.zoho;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Groups what is about Zoho alone. */
@Command(
        name = "zoho",
        description = "What the zoho-sink knows of Zoho.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ZohoCommand {
    private ZohoCommand() {}

    public static CommandLine commandLine(Supplier<Map<String, String>> environment) {
        return new CommandLine(new ZohoCommand()).addSubcommand(new ResetLedgerCommand(environment));
    }
}
