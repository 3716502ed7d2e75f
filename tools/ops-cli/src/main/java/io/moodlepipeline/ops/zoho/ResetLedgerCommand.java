package io.moodlepipeline.ops.zoho;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.ConsumerGroups;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.groups.StopAdvice;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.ledger.LedgerView.Counts;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import io.moodlepipeline.zoho.mapping.Role;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Forgets what is in a school's Zoho. */
@Command(
        name = "reset-ledger",
        description = {
            "Have the zoho-sink forget what it knows of a school's Zoho, so that the school can go to another organisation, or all"
                    + " of it is sent again. Shows what would be forgotten; --execute does it.",
            ""
        },
        footer = {
            "",
            "Nothing in Zoho is changed. Records that are there are found again by their keys. What waits for its student goes on"
                    + " waiting.",
            "Exit codes: 0 ok, 1 it did not work or the consumer runs, 2 wrong usage, 3 there is nothing of this tenant."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ResetLedgerCommand implements Callable<Integer> {
    private final Supplier<Map<String, String>> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final DatabaseOptions database;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--tenant", paramLabel = "TENANT", required = true, description = "The school.")
    private String tenant;

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    ResetLedgerCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
        this.database = new DatabaseOptions(environment);
    }

    @Override
    public Integer call() {
        if (!EventMetadata.TENANT_NAME.matcher(tenant).matches()) {
            throw new ParameterException(spec.commandLine(), "--tenant: this is no tenant's name");
        }
        Optional<Holding> holding = LedgerReading.of(database, ledger -> ledger.holding(tenant));
        if (holding.isEmpty()) {
            err().println("The ledger knows nothing of tenant " + tenant + ": is that its name?");
            return ExitCode.NOTHING_MATCHED;
        }
        print(holding.get());
        Deployment deployment = Deployment.of(spec, environment.get());
        ConsumerGroup group = group();
        if (!group.members().isEmpty()) {
            err().println(StopAdvice.of(group, deployment, "reset the ledger as you did now, with --execute"));
            return ExitCode.FAILED;
        }
        if (execute) {
            reset();
        }
        conclude(holding.get(), deployment);
        return ExitCode.OK;
    }

    private ConsumerGroup group() {
        try (Brokers brokers = Brokers.connect(kafka.properties())) {
            return new ConsumerGroups(brokers.admin())
                    .named(PipelineConsumer.zohoSink(tenant).group());
        }
    }

    private void reset() {
        try (Database writable = database.open(1)) {
            new LedgerDatabase(writable).reset(tenant);
        } catch (TargetException e) {
            throw new OpsException("Nothing was forgotten: " + e.getMessage(), e);
        }
    }

    private void print(Holding holding) {
        Table table = Table.of("tenant", "organisation", "records_of", "in_zoho", "written_by_us", "last_written");
        for (Role role : Role.values()) {
            Counts counts = holding.of(role);
            table.row(
                    tenant,
                    holding.orgId(),
                    role.name().toLowerCase(Locale.ROOT),
                    counts.records(),
                    counts.sent(),
                    counts.syncedAt());
        }
        output.print(spec.commandLine().getOut(), table);
    }

    private void conclude(Holding holding, Deployment deployment) {
        PrintWriter out = output.remarks(spec.commandLine().getOut(), err());
        out.println();
        out.println(holding.waiting() + " enrolments and grades that wait for their student "
                + (execute ? "go on waiting." : "would go on waiting."));
        out.println((execute ? "Done" : "Nothing was changed; with --execute, all of this is forgotten") + ".");
        out.println("Finding what is in Zoho costs about " + ReadingCost.credits(holding) + " credits. Sending again "
                + sending(holding) + ".");
        if (execute) {
            String group = PipelineConsumer.zohoSink(tenant).group();
            out.println("What to do next:");
            out.println("  1. to send all of it: "
                    + deployment.verb("replay --group " + group + " --all-topics --to-earliest --execute"));
            out.println("  2. " + deployment.startAgain(PipelineConsumer.serviceOf(group)));
        }
        out.flush();
    }

    private static SendingCost sending(Holding holding) {
        Map<Role, Long> rows = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            rows.put(role, holding.of(role).sent());
        }
        return new SendingCost(rows);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
