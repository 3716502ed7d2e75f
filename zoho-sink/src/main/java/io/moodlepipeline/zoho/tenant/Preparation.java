package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.HttpZohoApi;
import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.credit.CreditGovernor;
import io.moodlepipeline.zoho.credit.CreditLimits;
import io.moodlepipeline.zoho.credit.CreditMetrics;
import io.moodlepipeline.zoho.credit.GovernedZohoApi;
import io.moodlepipeline.zoho.delivery.RecordSearch;
import io.moodlepipeline.zoho.delivery.ZohoSink;
import io.moodlepipeline.zoho.ledger.Ledger;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.oauth.AccessTokens;
import io.moodlepipeline.zoho.oauth.HttpTokenEndpoint;
import io.moodlepipeline.zoho.oauth.SharedAccessTokens;
import io.moodlepipeline.zoho.oauth.TokenSealing;
import io.moodlepipeline.zoho.row.Finding;
import io.moodlepipeline.zoho.row.MappedRows;
import io.moodlepipeline.zoho.row.UnfitMappingException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
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
        AccessTokens tokens = new SharedAccessTokens(
                tenant.name(),
                new HttpTokenEndpoint(shared.http(), tenant.accountsUrl(), tenant.credentials()),
                shared.ledger().tokens(tenant.name()),
                new TokenSealing(tenant.name(), tenant.credentials(), new SecureRandom()),
                shared.clock());
        OrgInfo org = api(tokens, remaining -> {}).org();
        bind(org);
        CreditGovernor governor = governor(org);
        ZohoApi api = new GovernedZohoApi(api(tokens, governor::creditsRemaining), governor);
        MappedRows rows = rows(api);
        Duration lease = shared.requestTimeout().plus(LEASE_MARGIN);
        Ledger ledger = shared.ledger().ledger(tenant.name(), org.id(), shared.owner(), lease);
        new RecordSearch(api, ledger, rows).takeCensus();
        log.atInfo()
                .addKeyValue("tenant", tenant.name())
                .addKeyValue("org", org.id())
                .log("Knows its organisation");
        return ZohoSink.of(
                tenant.name(),
                new ZohoSink.Target(
                        api, governor, ledger, shared.ledger().waiting(tenant.name(), org.id(), shared.owner()), rows),
                tenant.match() ? tenant.mapping().match() : Optional.empty(),
                tenant.triggers(),
                shared.calls(),
                lease.minus(shared.requestTimeout()),
                shared.longestWait());
    }

    private HttpZohoApi api(AccessTokens tokens, LongConsumer creditsRemaining) {
        return new HttpZohoApi(
                shared.http(), tenant.apiDomain(), tokens, shared.requestTimeout(), creditsRemaining, shared.clock());
    }

    /** What the ledger knows of one organisation is wrong in another, and two tenants' keys must not meet in one. */
    private void bind(OrgInfo org) throws TargetException {
        Optional<String> other = shared.ledger().bind(tenant.name(), org.id());
        if (other.isPresent()) {
            throw new UnrecoverableException(
                    "the ledger belongs to Zoho organisation " + other.get() + ", the credentials to " + org.id()
                            + ": give the right credentials, or order a reset with zoho reset-ledger --tenant "
                            + tenant.name(),
                    null);
        }
        List<String> neighbours = shared.ledger().otherTenantsOn(org.id(), tenant.name());
        if (!neighbours.isEmpty() && !tenant.mapping().keysHoldTenant()) {
            throw new UnrecoverableException(
                    "Zoho organisation " + org.id() + " is that of tenant " + String.join(", ", neighbours)
                            + " too: put {tenant} into every key of the mapping file, so that their users are told apart",
                    null);
        }
    }

    private CreditGovernor governor(OrgInfo org) {
        return new CreditGovernor(
                org.id(),
                CreditLimits.of(asSet(org), tenant.edition(), tenant.dailyCredits(), shared.creditFloorPercent()),
                shared.ledger().credits(org.id()),
                shared.slots(),
                shared.requestTimeout(),
                shared.clock(),
                shared.random(),
                metrics);
    }

    private OrgInfo asSet(OrgInfo org) {
        return new OrgInfo(
                org.id(), org.timeZone(), org.edition(), tenant.users().orElse(org.users()));
    }

    private MappedRows rows(ZohoApi api) throws ZohoException {
        Map<Role, List<FieldMetadata>> metadata = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            metadata.put(role, api.fields(tenant.mapping().of(role).module()));
        }
        try {
            MappedRows rows =
                    new MappedRows(tenant.mapping(), metadata, tenant.name(), tenant.timeZone(), shared.clock());
            for (Finding problem : rows.problems()) {
                log.atWarn()
                        .addKeyValue("tenant", tenant.name())
                        .addKeyValue("finding", problem)
                        .log("A field is left out of every row");
            }
            return rows;
        } catch (UnfitMappingException e) {
            throw new UnrecoverableException(e.getMessage(), e);
        }
    }
}
