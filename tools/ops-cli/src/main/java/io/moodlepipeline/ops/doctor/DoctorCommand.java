package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.connection.ZohoOptions;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.zoho.tenant.TenantsSetting;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import io.moodlepipeline.zoho.tenant.ZohoTenantsFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

/** Looks for what is wrong before it shows in events. */
@Command(
        name = "doctor",
        description = {
            "Check Kafka, PostgreSQL and each school's Zoho CRM: settings, rights, modules and fields.",
            "Writes nothing to Zoho; reads about 6 credits' worth for each school, also when the sink has used up its part."
                    + " Uses the token that the zoho-sink has, and notes a"
                    + " new one and the credits in its ledger, for which the database's user has to be one who may write"
                    + " there.",
            ""
        },
        footer = {
            "",
            "OK    nothing to do",
            "WARN  it works, but not all of it, or not for long",
            "FAIL  has to be mended; the arrow says how",
            "",
            "Exit codes: 0 nothing failed, 1 something failed, 2 wrong usage."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DoctorCommand implements Callable<Integer> {
    private static final String TENANTS_FILE = "tenants file";
    private static final String ZOHO = "Zoho";
    private static final String SERVER = "server";

    /** One to work, and one for the token's exchange, which holds its own. */
    private static final int CONNECTIONS = 2;

    private final Supplier<Map<String, String>> environment;
    private final InstantSource clock = Clock.systemUTC();

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final DatabaseOptions database;

    @Mixin
    private final ZohoOptions zohoOptions;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "One school only (default: all).")
    private String tenant;

    public DoctorCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
        this.database = new DatabaseOptions(environment);
        this.zohoOptions = new ZohoOptions(environment);
    }

    @Override
    public Integer call() {
        if (tenant != null && !EventMetadata.TENANT_NAME.matcher(tenant).matches()) {
            throw new ParameterException(spec.commandLine(), "--tenant: this is no tenant's name");
        }
        Deployment deployment = Deployment.of(spec, environment.get());
        List<Check> ofFile = new ArrayList<>();
        List<ZohoTenant> tenants = tenants(ofFile);
        List<Check> checks = new ArrayList<>(new KafkaChecks(kafka, deployment)
                .run(tenants.stream().map(ZohoTenant::name).toList()));
        Check server = server(deployment);
        checks.add(server);
        if (server.verdict() == Verdict.OK) {
            try (Database pool = database.open(CONNECTIONS)) {
                DatabaseChecks schemas = new DatabaseChecks(pool, deployment).run(!tenants.isEmpty());
                checks.addAll(schemas.checks());
                if (schemas.tablesUsable()) {
                    checks.addAll(new TableChecks(pool, deployment).run(tenant));
                }
                checks.addAll(ofFile);
                Optional<Database> ledger = schemas.ledgerUsable() ? Optional.of(pool) : Optional.empty();
                checks.addAll(new ZohoChecks(ledger, deployment, clock).run(tenants));
            }
        } else {
            checks.addAll(ofFile);
            checks.addAll(new ZohoChecks(Optional.empty(), deployment, clock).run(tenants));
        }
        CheckUp checkUp = new CheckUp(checks);
        if (output.isForPeople()) {
            checkUp.print(spec.commandLine().getOut());
        } else {
            output.print(spec.commandLine().getOut(), checkUp.table());
        }
        return checkUp.count(Verdict.FAIL) == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private Check server(Deployment deployment) {
        try (Connection connection = database.connect()) {
            return Check.ok(
                    DatabaseChecks.AREA,
                    SERVER,
                    "answers, version " + connection.getMetaData().getDatabaseProductVersion());
        } catch (OpsException e) {
            return Check.fail(DatabaseChecks.AREA, SERVER, e.getMessage(), deployment.start("postgres"));
        } catch (SQLException e) {
            return Check.fail(
                    DatabaseChecks.AREA,
                    SERVER,
                    DatabaseOptions.explained(e).getMessage(),
                    deployment.start("postgres"));
        }
    }

    /** The tenants with a Zoho that are to be looked at; none when the file is not there or not right. */
    private List<ZohoTenant> tenants(List<Check> checks) {
        Optional<Path> file = zohoOptions.file();
        if (file.isEmpty()) {
            checks.add(Check.ok(
                    ZOHO,
                    TENANTS_FILE,
                    "none is named (--zoho-tenants or " + TenantsSetting.FILE.name() + "): Zoho is not checked"));
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        List<ZohoTenant> read = ZohoTenantsFile.read(file.get(), problems::add);
        if (!problems.isEmpty()) {
            problems.forEach(problem -> checks.add(Check.fail(
                    ZOHO,
                    TENANTS_FILE,
                    problem,
                    "correct " + file.get() + " (docs/zoho-setup.md, \"The tenants file\"); until then Zoho is not"
                            + " checked")));
            return List.of();
        }
        List<ZohoTenant> chosen = read.stream()
                .filter(each -> tenant == null || tenant.equals(each.name()))
                .toList();
        checks.add(
                chosen.isEmpty()
                        ? Check.warn(
                                ZOHO,
                                TENANTS_FILE,
                                "has no tenant " + tenant + ", so that nothing of it is sent to Zoho",
                                "add it, if the school has a Zoho (docs/zoho-setup.md, \"The tenants file\")")
                        : Check.ok(ZOHO, TENANTS_FILE, chosen.size() == 1 ? "1 tenant" : chosen.size() + " tenants"));
        return chosen;
    }
}
