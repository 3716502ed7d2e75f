package io.moodlepipeline.ops.verify;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.zoho.LedgerReading;
import io.moodlepipeline.ops.zoho.ReadingCost;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.credit.CreditLimits;
import io.moodlepipeline.zoho.credit.CreditMetrics;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.tenant.ZohoAccess;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Reads the schools' Zoho with the sink's token, within its allowance. */
final class ZohoReading {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    /** One for the slots, one for a token's exchange, one to note credits. */
    private static final int CONNECTIONS = 3;

    /** The organisation, and the fields of each module. */
    private static final int METADATA_CREDITS = 1 + Role.values().length;

    private final DatabaseOptions database;

    ZohoReading(DatabaseOptions database) {
        this.database = database;
    }

    /** What it costs, by what the ledger knows. */
    long credits(List<ZohoTenant> tenants) {
        return LedgerReading.of(database, ledger -> {
            long credits = 0;
            for (ZohoTenant tenant : tenants) {
                long records =
                        ledger.holding(tenant.name()).map(ReadingCost::credits).orElse((long) Role.values().length);
                credits += METADATA_CREDITS + records;
            }
            return credits;
        });
    }

    /**
     * Adds what Zoho itself says.
     *
     * @throws OpsException when it breaks off; the report then has what was found before
     */
    void compare(List<ZohoTenant> tenants, ZohoReport report) {
        try (Database writable = database.open(CONNECTIONS);
                CallSlots slots = new CallSlots(writable)) {
            SimpleMeterRegistry unread = new SimpleMeterRegistry();
            ZohoAccess.Means means = new ZohoAccess.Means(
                    HttpExchange.client(),
                    new LedgerDatabase(writable),
                    slots,
                    ANSWER_WITHIN,
                    CreditLimits.DEFAULT_FLOOR_PERCENT,
                    Clock.systemUTC(),
                    RandomGenerator.getDefault());
            for (ZohoTenant tenant : tenants) {
                LedgerReading.of(database, ledger -> {
                    compare(tenant, means, new CreditMetrics(unread, tenant.name()), ledger, report);
                    return null;
                });
            }
        }
        report.isOfZohoItself();
    }

    private static void compare(
            ZohoTenant tenant, ZohoAccess.Means means, CreditMetrics metrics, LedgerView ledger, ZohoReport report)
            throws SQLException {
        try {
            ZohoAccess zoho = ZohoAccess.open(tenant, means, metrics);
            Optional<String> bound = ledger.holding(tenant.name()).map(Holding::orgId);
            if (bound.filter(org -> !org.equals(zoho.org().id())).isPresent()) {
                throw new OpsException("The ledger of tenant " + tenant.name() + " belongs to Zoho organisation "
                        + bound.get() + ", the credentials to " + zoho.org().id());
            }
            new ZohoLiveVerification(tenant, zoho.api(), ledger, report).run();
        } catch (ZohoException e) {
            throw new OpsException("Zoho of tenant " + tenant.name() + ": " + e.getMessage(), e);
        }
    }
}
