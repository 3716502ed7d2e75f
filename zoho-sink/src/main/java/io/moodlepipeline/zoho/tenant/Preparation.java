package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.credit.CreditMetrics;
import io.moodlepipeline.zoho.delivery.RecordSearch;
import io.moodlepipeline.zoho.delivery.ZohoSink;
import io.moodlepipeline.zoho.ledger.Ledger;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.row.MappedRows;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be known of a tenant's Zoho before the first record is read: whose it is, what its fields are, which records it has. */
final class Preparation {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    /** Between the end of a call and that of its lease: room for the reply and the ledger. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

    private final ZohoTenant tenant;
    private final Shared shared;
    private final CreditMetrics metrics;

    Preparation(ZohoTenant tenant, Shared shared, CreditMetrics metrics) {
        this.tenant = tenant;
        this.shared = shared;
        this.metrics = metrics;
    }

    /**
     * Waits as long as it takes.
     *
     * @throws UnrecoverableException when a person has to mend something first
     */
    ZohoSink await(HealthState health) throws InterruptedException {
        Backoff backoff = shared.backoff();
        while (true) {
            Duration wait;
            try {
                return prepare();
            } catch (ZohoException e) {
                if (e.kind() == ZohoException.Kind.CONFIGURATION || e.kind() == ZohoException.Kind.REJECTED) {
                    throw new UnrecoverableException(e.getMessage(), e);
                }
                health.set(Health.waiting(e.getMessage()));
                wait = e.retryAfter().orElseGet(backoff::next);
            } catch (TargetException e) {
                health.set(Health.waiting(e.getMessage()));
                wait = backoff.next();
            }
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        }
    }

    private ZohoSink prepare() throws ZohoException, TargetException {
        ZohoAccess zoho = ZohoAccess.open(tenant, shared.means(), metrics);
        OrgInfo org = zoho.org();
        bind(org);
        MappedRows rows = ZohoAccess.rows(tenant, zoho.api(), shared.means().clock());
        Duration requestTimeout = shared.means().requestTimeout();
        Duration lease = requestTimeout.plus(LEASE_MARGIN);
        LedgerDatabase ledgers = shared.means().ledger();
        Ledger ledger = ledgers.ledger(tenant.name(), org.id(), shared.owner(), lease);
        new RecordSearch(zoho.api(), ledger, rows).takeCensus();
        log.atInfo()
                .addKeyValue("tenant", tenant.name())
                .addKeyValue("org", org.id())
                .log("Knows its organisation");
        return ZohoSink.of(
                tenant.name(),
                new ZohoSink.Target(
                        zoho.api(),
                        zoho.governor(),
                        ledger,
                        ledgers.waiting(tenant.name(), org.id(), shared.owner()),
                        rows),
                tenant.match() ? tenant.mapping().match() : Optional.empty(),
                tenant.triggers(),
                shared.calls(),
                lease.minus(requestTimeout),
                shared.longestWait());
    }

    /** What the ledger knows of one organisation is wrong in another, and two tenants' keys must not meet in one. */
    private void bind(OrgInfo org) throws TargetException {
        Optional<String> other = shared.means().ledger().bind(tenant.name(), org.id());
        if (other.isPresent()) {
            throw new UnrecoverableException(
                    "the ledger belongs to Zoho organisation " + other.get() + ", the credentials to " + org.id()
                            + ": give the right credentials, or order a reset with zoho reset-ledger --tenant "
                            + tenant.name(),
                    null);
        }
        List<String> neighbours = shared.means().ledger().otherTenantsOn(org.id(), tenant.name());
        if (!neighbours.isEmpty() && !tenant.mapping().keysHoldTenant()) {
            throw new UnrecoverableException(
                    "Zoho organisation " + org.id() + " is that of tenant " + String.join(", ", neighbours)
                            + " too: put {tenant} into every key of the mapping file, so that their users are told apart",
                    null);
        }
    }
}
