package io.moodlepipeline.zoho;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.credit.CreditMetrics;
import io.moodlepipeline.zoho.dryrun.Backlog;
import io.moodlepipeline.zoho.dryrun.Preview;
import io.moodlepipeline.zoho.dryrun.SentRecords;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import io.moodlepipeline.zoho.row.MappedRows;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import io.moodlepipeline.zoho.tenant.ZohoAccess;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the zoho-sink does when it is given options: the dry run. */
@Command(
        name = "zoho-sink",
        description = {
            "Without options this is the service. With --dry-run it says what the service would send next, and ends: of each student,"
                    + " enrolment and grade the newest event that was not consumed yet, a line of JSON each.",
            "THE LINES HOLD PERSONAL DATA, as Zoho would get it: mind where they go.",
            ""
        },
        footer = {
            "",
            "Nothing is written to Zoho or Kafka, and of the ledger nothing but a new token and the credits used: 4 a school,"
                    + " to learn of its fields.",
            "Exit codes: 0 ok, 1 it did not work, 2 settings or usage that do not work."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ZohoSinkCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int BAD_SETTINGS = 2;

    /** One to look into the ledger, one for the slots, one for a token's exchange, one to note credits. */
    private static final int CONNECTIONS = 4;

    private final Supplier<Map<String, String>> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dry-run", required = true, description = "Say what would be sent, and send nothing.")
    @SuppressWarnings("UnusedVariable") // required: there is nothing else that options are for
    private boolean dryRun;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "One school only (default: all).")
    private String tenant;

    ZohoSinkCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            ZohoSinkSettings settings = ZohoSinkSettings.from(environment.get());
            List<ZohoTenant> chosen = settings.tenants().stream()
                    .filter(each -> tenant == null || each.name().equals(tenant))
                    .toList();
            if (chosen.isEmpty()) {
                err().println("The tenants file has no tenant " + tenant);
                return BAD_SETTINGS;
            }
            try (Database database = Database.open(settings.database(), "zoho-sink", CONNECTIONS)) {
                for (ZohoTenant each : chosen) {
                    run(each, settings, database);
                }
            }
            return OK;
        } catch (InvalidSettingsException e) {
            err().println("These settings do not work:\n" + e.getMessage());
            return BAD_SETTINGS;
        } catch (UnrecoverableException | ZohoException | TargetException e) {
            err().println(e.getMessage());
            return FAILED;
        } catch (SQLException e) {
            err().println("PostgreSQL does not answer (SQLSTATE " + e.getSQLState() + ")");
            return FAILED;
        }
    }

    private void run(ZohoTenant each, ZohoSinkSettings settings, Database database)
            throws ZohoException, TargetException, SQLException, InterruptedException {
        try (Connection connection = database.connect();
                CallSlots slots = new CallSlots(database)) {
            SimpleMeterRegistry unread = new SimpleMeterRegistry();
            LedgerView ledger = new LedgerView(connection);
            boolean hasLedger = ledger.exists();
            ZohoApi zoho = hasLedger
                    ? withLedger(each, settings, new LedgerDatabase(database), slots, unread, ledger)
                    : ZohoAccess.withoutLedger(
                            each, HttpExchange.client(), settings.requestTimeout(), Clock.systemUTC());
            MappedRows rows = ZohoAccess.rows(each, zoho, Clock.systemUTC());
            err().println(each.name() + ": learning of the fields cost 4 credits at most.");
            if (!hasLedger) {
                err().println(each.name()
                        + ": there is no ledger yet, so an insert is an update where Zoho has the key.");
            }
            SentRecords sent = hasLedger ? (role, keys) -> ledger.sent(each.name(), role, keys) : SentRecords.NONE;
            String group = TenantConsumers.group(each.name());
            Preview preview = new Preview(each.name(), group, rows, sent, this::print);
            new Backlog(settings.kafka(), TenantConsumers.TOPICS).read(group, preview::take);
            preview.tell();
            spec.commandLine().getOut().flush();
        }
    }

    private static ZohoApi withLedger(
            ZohoTenant tenant,
            ZohoSinkSettings settings,
            LedgerDatabase ledgers,
            CallSlots slots,
            SimpleMeterRegistry metrics,
            LedgerView ledger)
            throws ZohoException, SQLException {
        ZohoAccess.Means means = new ZohoAccess.Means(
                HttpExchange.client(),
                ledgers,
                slots,
                settings.requestTimeout(),
                settings.creditFloorPercent(),
                Clock.systemUTC(),
                RandomGenerator.getDefault());
        ZohoAccess zoho = ZohoAccess.open(tenant, means, new CreditMetrics(metrics, tenant.name()));
        Optional<String> bound = ledger.holding(tenant.name()).map(Holding::orgId);
        if (bound.filter(org -> !org.equals(zoho.org().id())).isPresent()) {
            throw new UnrecoverableException(
                    "the ledger of tenant " + tenant.name()
                            + " belongs to another Zoho organisation than the credentials",
                    null);
        }
        return zoho.api();
    }

    private void print(ObjectNode line) {
        spec.commandLine().getOut().println(line);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
