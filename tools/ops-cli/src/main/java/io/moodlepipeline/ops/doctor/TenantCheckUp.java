package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.zoho.api.Coql;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.HttpZohoApi;
import io.moodlepipeline.zoho.api.ModuleMetadata;
import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.ModuleMapping;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.oauth.AccessToken;
import io.moodlepipeline.zoho.oauth.AccessTokens;
import io.moodlepipeline.zoho.oauth.TokenStore;
import io.moodlepipeline.zoho.tenant.ZohoAccess;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Looks at one tenant's Zoho, by calls that read only. */
final class TenantCheckUp {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    /** A key that no record has: the query is to be taken, not to find anything. */
    private static final List<String> NO_KEY = List.of("0");

    /** Codes that say nothing of other calls; most others would meet each of them. */
    private static final Set<String> OF_ONE_CALL = Set.of("OAUTH_SCOPE_MISMATCH", "INVALID_MODULE", "NO_PERMISSION");

    private final String area;
    private final ZohoTenant tenant;
    private final TokenStore store;
    private final AccessTokens tokens;
    private final CountingZohoApi zoho;
    private final InstantSource clock;
    private final List<Check> checks = new ArrayList<>();
    private OptionalLong creditsRemaining = OptionalLong.empty();
    private boolean over;

    /** @param store where the sink's instances share the tenant's token, so that no other one has to be made */
    TenantCheckUp(ZohoTenant tenant, TokenStore store, HttpClient http, InstantSource clock) {
        this.area = area(tenant.name());
        this.tenant = tenant;
        this.clock = clock;
        this.store = store;
        this.tokens = ZohoAccess.tokens(tenant, http, store, clock);
        this.zoho = new CountingZohoApi(new HttpZohoApi(
                http,
                tenant.apiDomain(),
                tokens,
                ANSWER_WITHIN,
                remaining -> creditsRemaining = OptionalLong.of(remaining),
                clock));
    }

    static String area(String tenant) {
        return "Zoho of " + tenant;
    }

    /**
     * What was found.
     *
     * @param org empty when Zoho did not tell
     * @param credits what the calls cost
     * @param creditsRemaining as Zoho says late in a day's budget
     */
    record Result(
            ZohoTenant tenant, List<Check> checks, Optional<OrgInfo> org, int credits, OptionalLong creditsRemaining) {
        Result {
            checks = List.copyOf(checks);
        }
    }

    Result run() {
        token();
        Optional<OrgInfo> org = ask("organisation", zoho::org);
        org.ifPresent(found -> checks.addAll(new OrgChecks(area, tenant, found).run()));
        Map<Role, List<FieldMetadata>> fields = fields(modules());
        checks.addAll(new FieldChecks(area, tenant.mapping(), tenant.match(), fields).run());
        query(fields);
        return new Result(tenant, checks, org, zoho.credits(), creditsRemaining);
    }

    private void token() {
        Optional<TokenFound> token = ask("token", () -> {
            List<Instant> before = asked();
            AccessToken found = tokens.current();
            return new TokenFound(found, !asked().equals(before));
        });
        token.ifPresent(found -> {
            checks.add(Check.ok(
                    area,
                    "token",
                    "good for another "
                            + Duration.between(clock.instant(), found.token().expiresAt())
                                    .toMinutes()
                            + " min; "
                            + (found.isNew()
                                    ? "the refresh token was taken"
                                    : "it is the sink's, so the refresh token was not tried")));
            checks.add(ApiDomainCheck.of(area, tenant, found.token().apiDomain()));
        });
    }

    /** @param isNew whether it was made now, for which Zoho had to take the refresh token */
    private record TokenFound(AccessToken token, boolean isNew) {}

    /** When tokens were asked for of late. */
    private List<Instant> asked() throws ZohoException {
        return store.read().map(TokenStore.Sealed::refreshedAt).orElse(List.of());
    }

    /** The modules to ask for fields of: all of them when Zoho would not list them. */
    private List<ModuleMapping> modules() {
        Mapping mapping = tenant.mapping();
        List<ModuleMapping> mapped = mapping.modules().values().stream()
                .sorted(Comparator.comparing(ModuleMapping::role))
                .toList();
        Optional<List<ModuleMetadata>> listed = ask("modules", zoho::modules);
        if (listed.isEmpty()) {
            return mapped;
        }
        ModuleChecks modules = new ModuleChecks(area, listed.get());
        checks.addAll(modules.of(mapping));
        return mapped.stream().filter(modules::has).toList();
    }

    private Map<Role, List<FieldMetadata>> fields(List<ModuleMapping> modules) {
        Map<Role, List<FieldMetadata>> fields = new EnumMap<>(Role.class);
        for (ModuleMapping module : modules) {
            ask(module.module() + " fields", () -> zoho.fields(module.module()))
                    .ifPresent(found -> fields.put(module.role(), found));
        }
        return fields;
    }

    private void query(Map<Role, List<FieldMetadata>> fields) {
        ModuleMapping students = tenant.mapping().of(Role.STUDENT);
        boolean hasKey = fields.getOrDefault(Role.STUDENT, List.of()).stream()
                .anyMatch(field -> field.apiName().equals(students.keyField()));
        if (hasKey) {
            ask(
                            "queries",
                            () -> zoho.query(Coql.byValues(
                                    students.module(), List.of(students.keyField()), students.keyField(), NO_KEY)))
                    .ifPresent(found -> checks.add(
                            Check.ok(area, "queries", "are taken; whether it may write shows at the first record")));
        }
    }

    private <T> Optional<T> ask(String subject, Request<T> request) {
        if (over) {
            return Optional.empty();
        }
        try {
            return Optional.of(request.make());
        } catch (ZohoException e) {
            checks.add(Check.fail(area, subject, e.getMessage(), CallRemedy.of(e)));
            over = !OF_ONE_CALL.contains(e.code()) && e.kind() != ZohoException.Kind.REJECTED;
            return Optional.empty();
        }
    }

    /** A call of Zoho's. */
    @FunctionalInterface
    private interface Request<T> {
        T make() throws ZohoException;
    }
}
