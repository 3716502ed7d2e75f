package io.moodlepipeline.ops;

import io.moodlepipeline.ops.dlt.DltCommand;
import io.moodlepipeline.ops.dlt.RedriveCommand;
import io.moodlepipeline.ops.doctor.DoctorCommand;
import io.moodlepipeline.ops.lag.LagCommand;
import io.moodlepipeline.ops.replay.ReplayCommand;
import io.moodlepipeline.ops.status.StatusCommand;
import io.moodlepipeline.ops.topics.TopicsCommand;
import io.moodlepipeline.ops.trace.TraceCommand;
import io.moodlepipeline.ops.verify.VerifyCommand;
import io.moodlepipeline.ops.zoho.ZohoCommand;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All verbs under one name. */
@Command(
        name = "ops-cli",
        description = "Looks after a running Moodle event pipeline: its topics, consumers and dead letters.",
        mixinStandardHelpOptions = true,
        versionProvider = OpsCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 ok, 1 failed or not in order, 2 wrong usage, 3 nothing matched."})
public final class OpsCommand {
    private OpsCommand() {}

    /** @param environment is asked when a verb runs */
    public static CommandLine commandLine(Supplier<Map<String, String>> environment) {
        return addVerbs(new CommandLine(new OpsCommand()), environment)
                .addSubcommand(new CommandLine(new GenerateCompletion()))
                .setExecutionExceptionHandler(new PlainErrors());
    }

    /** Adds the verbs to another command, which offers them beside its own. */
    public static CommandLine addVerbs(CommandLine parent, Supplier<Map<String, String>> environment) {
        return parent.addSubcommand(new StatusCommand(environment))
                .addSubcommand(new DoctorCommand(environment))
                .addSubcommand(TopicsCommand.commandLine(environment))
                .addSubcommand(new LagCommand(environment))
                .addSubcommand(new TraceCommand(environment))
                .addSubcommand(new ReplayCommand(environment))
                .addSubcommand(new VerifyCommand(environment))
                .addSubcommand(DltCommand.commandLine(environment))
                .addSubcommand(RedriveCommand.commandLine(environment))
                .addSubcommand(ZohoCommand.commandLine(environment));
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = OpsCommand.class.getPackage().getImplementationVersion();
            return new String[] {"ops-cli " + (version == null ? "(not packaged)" : version)};
        }
    }
}
