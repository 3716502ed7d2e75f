package io.moodlepipeline.zohosimulator.command;

import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.InvalidSchemaException;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Starts a simulator by its options. */
@Command(
        name = "zoho-simulator",
        description = "A strict stand-in for Zoho CRM: as its public documents say, and nothing kinder.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class SimulatorCommand implements Callable<ZohoSimulator> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Default: 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "0: a free one (default: 8120).")
    private int port = 8120;

    @Option(
            names = "--allow-any-address",
            description =
                    "Listen on an address that others can reach. Whoever reaches it can read and change all records.")
    private boolean allowAnyAddress;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "Modules and fields, as YAML (default: what fits the sink's default mapping).")
    private Path schema;

    @Option(names = "--journal", paramLabel = "FILE", description = "Keep the records there, beyond a restart.")
    private Path journal;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "How many of the newest requests can be looked at (default: 200).")
    private int requests = 200;

    @Mixin
    private final OrgFlags orgs = new OrgFlags();

    @Option(names = "--latency", paramLabel = "MS", description = "How long each call takes at least (default: 0).")
    private long latency;

    @Option(
            names = "--retry-after",
            paramLabel = "SECONDS",
            description = "What a 429 says in Retry-After; 0: nothing (default: 0).")
    private long retryAfter;

    @Option(names = "--coql-in-limit", paramLabel = "N", description = "The most values in a query's in (default: 50).")
    private int coqlInLimit = Behaviour.strict().coqlInLimit();

    private SimulatorCommand() {}

    /** When executed, the result is a running simulator. */
    public static CommandLine commandLine() {
        CommandLine command = new CommandLine(new SimulatorCommand());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler(SimulatorCommand::failed);
        Switches.addTo(command.getCommandSpec());
        return command;
    }

    @Override
    public ZohoSimulator call() {
        CommandLine command = spec.commandLine();
        requireLoopback(command);
        try {
            SimulatorOptions options = SimulatorOptions.defaults()
                    .withAddress(host, port)
                    .withOrgs(orgs.orgs())
                    .withRememberedRequests(requests)
                    .withBehaviour(new Behaviour(
                            Switches.deviations(command),
                            coqlInLimit,
                            Duration.ofMillis(latency),
                            Duration.ofSeconds(retryAfter)));
            options = schema == null ? options : options.withSchema(SchemaFile.read(schema));
            return ZohoSimulator.start(journal == null ? options : options.withRecordsFile(journal));
        } catch (InvalidSchemaException | InvalidOrgsException | IllegalArgumentException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
    }

    /** Such as a port that is taken. */
    private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr().println("The simulator does not start: " + failure.getMessage());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private void requireLoopback(CommandLine command) {
        try {
            if (!allowAnyAddress && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw new ParameterException(
                        command,
                        "--host " + host + " can be reached by others, who could read and change all records;"
                                + " add --allow-any-address if that is meant");
            }
        } catch (UnknownHostException e) {
            throw new ParameterException(command, "--host " + host + " is no address of this machine", e);
        }
    }
}
