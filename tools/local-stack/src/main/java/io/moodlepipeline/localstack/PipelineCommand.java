package io.moodlepipeline.localstack;

import io.moodlepipeline.localstack.demo.DemoCommand;
import io.moodlepipeline.localstack.up.UpCommand;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code pipeline} command; each verb is a subcommand of its own. */
@Command(
        name = "pipeline",
        description = "The Moodle event pipeline on this machine.",
        mixinStandardHelpOptions = true,
        versionProvider = PipelineCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class PipelineCommand {
    private PipelineCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    /** Exit codes: 0 done, 1 it did not work, 2 it was asked for wrongly. */
    public static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new PipelineCommand())
                .addSubcommand(new UpCommand(environment))
                .addSubcommand(new DemoCommand())
                .setExecutionExceptionHandler(new PlainErrors());
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = PipelineCommand.class.getPackage().getImplementationVersion();
            return new String[] {"pipeline " + (version == null ? "(not packaged)" : version)};
        }
    }
}
