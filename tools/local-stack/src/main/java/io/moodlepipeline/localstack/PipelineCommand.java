package io.moodlepipeline.localstack;

import io.moodlepipeline.localstack.data.DataOption;
import io.moodlepipeline.localstack.demo.DemoCommand;
import io.moodlepipeline.localstack.operate.StackEnvironment;
import io.moodlepipeline.localstack.up.UpCommand;
import io.moodlepipeline.ops.OpsCommand;
import io.moodlepipeline.runtime.service.ProcessDefaults;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The {@code pipeline} command; each verb is a subcommand of its own. */
@Command(
        name = "pipeline",
        description = "The Moodle event pipeline on this machine, and the operator's verbs.",
        mixinStandardHelpOptions = true,
        versionProvider = PipelineCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "The operator's verbs, all but up and demo, look after the stack that is up, or after"
                    + " what --bootstrap-server and the environment say.",
            "Exit codes: 0 ok, 1 failed or not in order, 2 wrong usage, 3 nothing matched."
        })
public final class PipelineCommand {
    @Mixin
    private final DataOption data = new DataOption();

    private PipelineCommand() {}

    public static void main(String[] arguments) {
        ProcessDefaults.fix();
        // Before the first logger is made. A stack's own log is chosen when it starts.
        System.setProperty("logback.configurationFile", "logback-ops.xml");
        System.exit(commandLine(System.getenv())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }

    /** Exit codes: those of {@link io.moodlepipeline.ops.ExitCode}. */
    public static CommandLine commandLine(Map<String, String> environment) {
        PipelineCommand pipeline = new PipelineCommand();
        StackEnvironment stack = new StackEnvironment(environment, pipeline.data);
        CommandLine commands = new CommandLine(pipeline)
                .addSubcommand(new UpCommand(environment, pipeline.data))
                .addSubcommand(new DemoCommand(pipeline.data));
        return OpsCommand.addVerbs(commands, stack)
                .addSubcommand(new GenerateCompletion())
                .setExecutionStrategy(stack)
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
