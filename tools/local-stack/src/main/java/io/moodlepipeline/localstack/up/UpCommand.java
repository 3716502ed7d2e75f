package io.moodlepipeline.localstack.up;

import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.DataOption;
import io.moodlepipeline.localstack.data.RunningStack;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the stack and stays until a signal; the exit code is then the signal's, 130 for Ctrl-C and 143 for SIGTERM. */
@Command(
        name = "up",
        description = "Start broker, database and services, and stop them in order at Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Settings of the services are taken from the environment. The token of tenant",
            "default is MOODLE_TOKEN or what is in the file MOODLE_TOKEN_FILE, else the one",
            "of the last start, else a new one; there is none with TENANTS_FILE or",
            "GATEWAY_AUTHENTICATION=none. It is printed on a terminal only; otherwise the",
            "file is named. Tenant default's Zoho is the simulator, unless",
            "ZOHO_SINK_TENANTS_FILE names others."
        })
public final class UpCommand implements Callable<Integer> {
    /** The system property by which the script says that standard output is a terminal; Java 17 cannot tell. */
    private static final String TERMINAL = "pipeline.terminal";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final DataOption data;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--gateway-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address the gateway listens on (default: ${DEFAULT-VALUE}).")
    private String gatewayHost;

    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            defaultValue = "8001",
            description = "Port of the gateway (default: ${DEFAULT-VALUE}); 0 takes a free one, as for all ports.")
    private int gatewayPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "19092",
            description = "Port of the Kafka broker (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--controller-port",
            paramLabel = "PORT",
            defaultValue = "19093",
            description = "Port of the Kafka controller (default: ${DEFAULT-VALUE}).")
    private int controllerPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "15432",
            description = "Port of PostgreSQL (default: ${DEFAULT-VALUE}).")
    private int postgresPort;

    @Option(
            names = "--zoho-port",
            paramLabel = "PORT",
            defaultValue = "8120",
            description = "Port of the simulator that stands in for Zoho (default: ${DEFAULT-VALUE}).")
    private int zohoPort;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "8101",
            description =
                    "First of the services' management ports, which follow each other (default: ${DEFAULT-VALUE}).")
    private int managementPort;

    @Option(
            names = "--without",
            paramLabel = "SERVICE",
            converter = PartName.class,
            description = "Leave out ingest-gateway, grade-processor, db-writer, redriver, zoho-sink or zoho-simulator,"
                    + " to run it in another way; repeatable.")
    private final Set<String> without = new LinkedHashSet<>();

    public UpCommand(Map<String, String> environment, DataOption data) {
        this.environment = Map.copyOf(environment);
        this.data = data;
    }

    @Override
    public Integer call() throws InterruptedException {
        StackPorts ports = ports();
        DataDirectory directory = DataDirectory.create(data.path());
        Logs.to(directory.log());
        Progress progress = new Progress(spec.commandLine().getOut(), Boolean.getBoolean(TERMINAL));
        Stack stack = new Stack(settings(directory, ports), progress);
        Thread.setDefaultUncaughtExceptionHandler(new DeadThreads(progress));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, progress), "stack-shutdown"));
        RunningStack running = stack.start();
        progress.say(ready(running));
        new HealthWatch(stack, progress).untilClosed();
        return CommandLine.ExitCode.OK;
    }

    private StackSettings settings(DataDirectory directory, StackPorts ports) {
        return new StackSettings(
                directory,
                ports,
                gatewayHost,
                without.stream()
                        .filter(name -> !name.equals(SimulatorPart.NAME))
                        .map(StackService::named)
                        .collect(Collectors.toSet()),
                !without.contains(SimulatorPart.NAME),
                environment);
    }

    static String ready(RunningStack running) {
        boolean hasGateway = running.services().contains(StackService.INGEST_GATEWAY.moduleName());
        return "READY " + (hasGateway ? "gateway " + running.gateway() + ", " : "") + "Kafka " + running.kafka()
                + ", PostgreSQL " + running.databaseUrl()
                + (running.simulator() == null
                        ? ""
                        : ", Zoho's records " + running.simulator() + "/simulator/records/Grades");
    }

    private StackPorts ports() {
        try {
            return new StackPorts(
                    StackPort.of("the gateway", gatewayPort, "--gateway-port"),
                    StackPort.of("the Kafka broker", kafkaPort, "--kafka-port"),
                    StackPort.of("the Kafka controller", controllerPort, "--controller-port"),
                    StackPort.of("PostgreSQL", postgresPort, "--postgres-port"),
                    StackPort.of("the simulator of Zoho", zohoPort, "--zoho-port"),
                    StackPorts.management(managementPort));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    // Runs as the process ends, which it does when this returns, whatever other threads still do: so it is bounded.
    private static void stop(Stack stack, Progress progress) {
        Thread stopping = new Thread(stack::close, "stack-stop");
        stopping.start();
        try {
            stopping.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stopping.isAlive()) {
            progress.say("Not everything stopped within " + STOP_LIMIT.toSeconds() + " s; the next start cleans up");
        }
    }

    private static final class PartName implements CommandLine.ITypeConverter<String> {
        @Override
        public String convert(String name) {
            try {
                return name.equals(SimulatorPart.NAME)
                        ? name
                        : StackService.named(name).moduleName();
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
