package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.oauth.RunTokenStore;
import io.moodlepipeline.zoho.oauth.TokenStore;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Zoho of each tenant, and how the tenants go together. */
final class ZohoChecks {
    private final Optional<Database> ledger;
    private final Deployment deployment;
    private final InstantSource clock;
    private final HttpClient http = HttpExchange.client();

    /** @param ledger empty when it cannot be used */
    ZohoChecks(Optional<Database> ledger, Deployment deployment, InstantSource clock) {
        this.ledger = ledger;
        this.deployment = deployment;
        this.clock = clock;
    }

    List<Check> run(List<ZohoTenant> tenants) {
        List<TenantCheckUp.Result> results = tenants.stream()
                .map(tenant -> new TenantCheckUp(tenant, tokens(tenant), http, clock).run())
                .toList();
        List<Check> checks = new ArrayList<>();
        for (TenantCheckUp.Result result : results) {
            checks.addAll(result.checks());
            shared(result, results).ifPresent(checks::add);
            ledger.ifPresent(database -> checks.addAll(new LedgerChecks(database, deployment, clock).run(result)));
            checks.add(Check.ok(
                    TenantCheckUp.area(result.tenant().name()),
                    "cost",
                    result.credits() == 1 ? "1 credit" : result.credits() + " credits"));
        }
        return checks;
    }

    private TokenStore tokens(ZohoTenant tenant) {
        return ledger.<TokenStore>map(database -> new LedgerDatabase(database).tokens(tenant.name()))
                .orElseGet(RunTokenStore::new);
    }

    private Optional<Check> shared(TenantCheckUp.Result result, List<TenantCheckUp.Result> all) {
        String tenant = result.tenant().name();
        Set<String> neighbours =
                result.org().map(org -> neighbours(tenant, org.id(), all)).orElse(Set.of());
        if (neighbours.isEmpty()) {
            return Optional.empty();
        }
        String found = "is that of tenant " + String.join(", ", neighbours) + ", too";
        String subject = "shared organisation";
        String area = TenantCheckUp.area(tenant);
        return Optional.of(
                result.tenant().mapping().keysHoldTenant()
                        ? Check.ok(area, subject, found + "; the keys hold the tenant")
                        : Check.fail(
                                area,
                                subject,
                                found + ", and their keys would be the same",
                                "put {tenant} into every key of the mapping file of each of them"));
    }

    private Set<String> neighbours(String tenant, String orgId, List<TenantCheckUp.Result> all) {
        Set<String> neighbours = all.stream()
                .filter(other ->
                        other.org().filter(org -> org.id().equals(orgId)).isPresent())
                .map(other -> other.tenant().name())
                .filter(name -> !name.equals(tenant))
                .collect(Collectors.toCollection(TreeSet::new));
        ledger.ifPresent(database -> neighbours.addAll(bound(database, tenant, orgId)));
        return neighbours;
    }

    private static List<String> bound(Database database, String tenant, String orgId) {
        try {
            return new LedgerDatabase(database).otherTenantsOn(orgId, tenant);
        } catch (TargetException e) {
            // Said by the check of the ledger.
            return List.of();
        }
    }
}
