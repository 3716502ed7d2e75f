package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.connection.ZohoOptions;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.deployment.ShellWord;
import io.moodlepipeline.ops.moodle.GoneRemedy;
import io.moodlepipeline.ops.moodle.StateComparison;
import io.moodlepipeline.ops.moodle.StateReport;
import io.moodlepipeline.ops.moodle.StateReportPrinter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.Progress;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.zoho.LedgerReading;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says whether anything that was accepted is not where it must be. */
@Command(
        name = "verify",
        description = {
            "Compare the tables with the events in the topics, and say whether anything is lost.",
            "May be run at any time: the pipeline goes on meanwhile.",
            ""
        },
        footer = {
            "",
            "missing       consumed, and neither a row nor a dead letter: lost",
            "stale         the row is older than the newest consumed event: lost",
            "wrong         the row has an event's version and other values: lost",
            "extra         a row that no event explains",
            "dead          kept as a dead letter: not lost, not in the table",
            "pending       not consumed yet",
            "out of range  a row whose event is older than the topic's retention",
            "",
            "With --zoho:",
            "lost          consumed, and neither in the ledger nor waiting nor a dead letter",
            "incomplete    its record in Zoho lacks a field, or had one cut",
            "waiting       kept until its student is in Zoho",
            "suspect       will be sent once more by itself",
            "filtered      kept out of Zoho by the mapping's filters",
            "",
            "With --live, too:",
            "missing       the ledger knows a record that Zoho does not have: lost",
            "duplicate     Zoho has a key twice, or in another record than the ledger knows",
            "differs       Zoho has other values than were sent",
            "",
            "With --moodle:",
            "missing       Moodle has it, and the tables do not, or say that it was deleted",
            "different     both have it, with other values",
            "extra         the tables have it, and Moodle does not",
            "",
            "Exit codes: 0 nothing is lost (and with --live nothing duplicate or different), 1 something is lost or it did not work, 2 wrong usage, 3 there is nothing of"
                    + " this tenant. With --moodle 0 says that all is equal."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VerifyCommand implements Callable<Integer> {
    private final Supplier<Map<String, String>> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final DatabaseOptions database;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "One school only (default: all).")
    private String tenant;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            completionCandidates = TableNames.class,
            description = "${COMPLETION-CANDIDATES}; may be repeated (default: all).")
    private List<String> tables;

    @Option(
            names = "--zoho",
            description = "Compare what the zoho-sink knows of Zoho instead of the tables. Costs no credits.")
    private boolean zoho;

    @Option(
            names = "--live",
            description = "With --zoho: read Zoho itself, too. Shows the credits that it costs; --execute does it, as a"
                    + " database user who may write to the ledger, where token and credits are noted.")
    private boolean live;

    @Option(names = "--execute", description = "With --live: do it.")
    private boolean execute;

    @Mixin
    private final ZohoOptions zohoOptions;

    @Option(
            names = "--moodle",
            paramLabel = "FILE",
            description =
                    "Compare the tables with Moodle's own state instead of the topics, in a file that the plugin's"
                            + " cli/export_state.php wrote.")
    private Path moodle;

    @Option(
            names = "--gone",
            paramLabel = "OUT",
            description =
                    "With --moodle: list what is extra in this file, for the plugin's cli/backfill.php --gone=OUT.")
    private Path gone;

    public VerifyCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
        this.database = new DatabaseOptions(environment);
        this.zohoOptions = new ZohoOptions(environment);
    }

    @Override
    public Integer call() throws SQLException {
        List<Table<?>> chosen = chosenTables();
        if (tenant != null && !EventMetadata.TENANT_NAME.matcher(tenant).matches()) {
            throw new ParameterException(spec.commandLine(), "--tenant: this is no tenant's name");
        }
        if (live && !zoho) {
            throw new ParameterException(spec.commandLine(), "--live goes with --zoho");
        }
        if (gone != null && moodle == null) {
            throw new ParameterException(spec.commandLine(), "--gone goes with --moodle");
        }
        if (moodle != null) {
            return verifyMoodle();
        }
        return zoho ? verifyZoho() : verifyTables(chosen);
    }

    private int verifyMoodle() throws SQLException {
        if (zoho || tables != null) {
            throw new ParameterException(spec.commandLine(), "--moodle goes without --zoho and --table");
        }
        if (gone != null && absolute(gone).equals(absolute(moodle))) {
            throw new ParameterException(
                    spec.commandLine(), "--gone would replace the file of --moodle: name another one");
        }
        try (Connection connection = database.connect()) {
            StateReport report = new StateComparison(connection).run(moodle, tenant, gone);
            if (report.isInOrder() && report.isWithoutRows()) {
                spec.commandLine()
                        .getErr()
                        .println("There is nothing of tenant " + report.tenant() + " in the file, nor in the tables");
                return ExitCode.NOTHING_MATCHED;
            }
            Deployment deployment = Deployment.of(spec, environment.get());
            new StateReportPrinter(output, spec.commandLine(), deployment, goneRemedy(deployment)).print(report);
            return report.isInOrder() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private GoneRemedy goneRemedy(Deployment deployment) {
        if (gone != null) {
            return GoneRemedy.listed(gone);
        }
        String ofTenant = tenant == null ? "" : " --tenant " + tenant;
        return GoneRemedy.toBeListed(
                deployment.tableVerb("verify --moodle " + ShellWord.of(moodle.toString()) + ofTenant + " --gone OUT"));
    }

    private int verifyZoho() throws SQLException {
        if (tables != null) {
            throw new ParameterException(spec.commandLine(), "--table goes without --zoho, which has no tables");
        }
        List<ZohoTenant> tenants = zohoOptions.tenants().stream()
                .filter(each -> tenant == null || each.name().equals(tenant))
                .toList();
        if (tenants.isEmpty()) {
            spec.commandLine().getErr().println("The zoho-sink's tenants file has no tenant " + tenant);
            return ExitCode.NOTHING_MATCHED;
        }
        if (live && !execute) {
            PrintWriter out = output.remarks(
                    spec.commandLine().getOut(), spec.commandLine().getErr());
            out.println("Reading Zoho costs about " + new ZohoReading(database).credits(tenants)
                    + " credits. Nothing was read; with --execute, it is.");
            out.flush();
            return ExitCode.OK;
        }
        KafkaProperties properties = kafka.properties();
        Deployment deployment = Deployment.of(spec, environment.get());
        PrintWriter progress = output.progress(spec.commandLine().getErr());
        try (Brokers brokers = Brokers.connect(properties);
                TopicReader reader = TopicReader.open(properties)) {
            ZohoReport report = LedgerReading.of(
                    database,
                    ledger -> new ZohoVerification(
                                    brokers,
                                    reader,
                                    ledger,
                                    total -> new Progress(progress, System::nanoTime, "records read", total),
                                    new Advice(deployment))
                            .run(tenants));
            try {
                if (live) {
                    new ZohoReading(database).compare(tenants, report);
                }
            } finally {
                // What the ledger says holds also when Zoho does not answer.
                new ZohoReportPrinter(output, spec.commandLine(), deployment).print(report);
            }
            return report.isInOrder() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private int verifyTables(List<Table<?>> chosen) throws SQLException {
        KafkaProperties properties = kafka.properties();
        Deployment deployment = Deployment.of(spec, environment.get());
        Advice advice = new Advice(deployment);
        PrintWriter progress = output.progress(spec.commandLine().getErr());
        try (Brokers brokers = Brokers.connect(properties);
                TopicReader reader = TopicReader.open(properties);
                Connection connection = database.connect()) {
            Report report = new Verification(
                            brokers,
                            reader,
                            connection,
                            total -> new Progress(progress, System::nanoTime, "records read", total),
                            advice)
                    .run(tenant, chosen);
            if (tenant != null && report.isEmpty()) {
                spec.commandLine().getErr().println("There is nothing of tenant " + tenant + ": is that its name?");
                return ExitCode.NOTHING_MATCHED;
            }
            new ReportPrinter(output, spec.commandLine(), advice, deployment).print(report);
            return report.lost() == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private List<Table<?>> chosenTables() {
        if (tables == null) {
            return Tables.ALL;
        }
        for (String name : tables) {
            if (Tables.ALL.stream().noneMatch(table -> table.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--table: there is no table of this name: choose from " + String.join(", ", new TableNames()));
            }
        }
        return Tables.ALL.stream()
                .filter(table -> tables.contains(table.name()))
                .toList();
    }

    static final class TableNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Tables.ALL.stream().<String>map(Table::name).iterator();
        }
    }
}
