package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.OpsSettings;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.time.DurationConverter;
import io.moodlepipeline.runtime.settings.Settings;
import io.moodlepipeline.zoho.ledger.LedgerView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at everything. */
@Command(
        name = "status",
        description = "Say whether all is well, and if not, what to do.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "An event is what Moodle has sent: a user, an enrolment, a grade. A dead letter is an event that a service could"
                    + " not use; it is kept.",
            "Exit codes: 0 all is well, 1 something is not, 2 wrong usage."
        })
public final class StatusCommand implements Callable<Integer> {
    private final Supplier<Map<String, String>> environment;
    private final Clock clock = Clock.systemUTC();

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final DatabaseOptions database;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--service",
            paramLabel = "NAME=HOST:PORT",
            converter = ServiceAddress.Converter.class,
            description = "Management address of a service, instead of those in OPS_CLI_SERVICES; repeatable.")
    private final List<ServiceAddress> services = new ArrayList<>();

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "How long an event may wait before that is a problem (default: ${DEFAULT-VALUE}).")
    private Duration patience;

    public StatusCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
        this.database = new DatabaseOptions(environment);
    }

    @Override
    public Integer call() {
        List<ServiceAddress> addresses = services.isEmpty() ? ofEnvironment() : services;
        Deployment deployment = Deployment.of(spec, environment.get());
        ServiceProbe probe = new ServiceProbe();
        List<Fact> facts = new ArrayList<>(new ServiceFacts(deployment)
                .of(addresses.stream()
                        .flatMap(address -> probe.ask(address).stream())
                        .toList()));
        facts.addAll(brokerFacts(deployment));
        facts.addAll(databaseFacts(deployment));
        StatusScreen screen = new StatusScreen(facts);
        if (output.isForPeople()) {
            screen.print(spec.commandLine().getOut());
        } else {
            output.print(spec.commandLine().getOut(), screen.table());
        }
        return screen.isAllWell() ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<ServiceAddress> ofEnvironment() {
        Settings settings = new Settings(environment.get());
        List<ServiceAddress> addresses = new ArrayList<>();
        for (String text : settings.list(OpsSettings.SERVICES)) {
            try {
                addresses.add(ServiceAddress.parse(text));
            } catch (IllegalArgumentException e) {
                settings.problem(OpsSettings.SERVICES.name(), "must be a list of name=host:port");
            }
        }
        settings.finish(OpsSettings.PREFIX, OpsSettings.ALL);
        return addresses;
    }

    private List<Fact> brokerFacts(Deployment deployment) {
        try {
            return new BrokerFacts(kafka, deployment, patience, clock.instant()).read();
        } catch (OpsException e) {
            return List.of(Fact.problem(Area.KAFKA, "brokers", e.getMessage(), deployment.start("kafka")));
        }
    }

    /** None where no database was given; of Zoho none where no school has one. */
    private List<Fact> databaseFacts(Deployment deployment) {
        if (!database.isGiven()) {
            return List.of();
        }
        try (Connection connection = database.connect()) {
            List<Fact> facts = new ArrayList<>(new OutrankedFacts(clock.instant()).read(connection));
            LedgerView ledger = new LedgerView(connection);
            if (ledger.exists()) {
                facts.addAll(new ZohoFacts(deployment, clock.instant()).of(ledger));
            }
            return facts;
        } catch (OpsException e) {
            return List.of(Fact.problem(Area.ZOHO, "ledger", e.getMessage(), deployment.start("postgres")));
        } catch (SQLException e) {
            return List.of(Fact.problem(
                    Area.ZOHO, "ledger", DatabaseOptions.explained(e).getMessage(), deployment.start("postgres")));
        }
    }
}
