package io.moodlepipeline.zoho.tenant;

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
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.oauth.AccessTokens;
import io.moodlepipeline.zoho.oauth.HttpTokenEndpoint;
import io.moodlepipeline.zoho.oauth.RunTokenStore;
import io.moodlepipeline.zoho.oauth.SharedAccessTokens;
import io.moodlepipeline.zoho.oauth.TokenSealing;
import io.moodlepipeline.zoho.oauth.TokenStore;
import io.moodlepipeline.zoho.row.Finding;
import io.moodlepipeline.zoho.row.MappedRows;
import io.moodlepipeline.zoho.row.UnfitMappingException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tenant's Zoho, for the sink and for who looks at what it does: with the token and within the allowance that all share.
 *
 * @param org the organisation that the credentials belong to
 * @param api as the governor lets calls pass
 */
public record ZohoAccess(OrgInfo org, ZohoApi api, CreditGovernor governor) {
    private static final Logger log = LoggerFactory.getLogger(ZohoAccess.class);

    /**
     * What calls are made with.
     *
     * @param creditFloorPercent of an organisation's credits, left for people
     */
    public record Means(
            HttpClient http,
            LedgerDatabase ledger,
            CallSlots slots,
            Duration requestTimeout,
            int creditFloorPercent,
            InstantSource clock,
            RandomGenerator random) {}

    /** Asks Zoho for the organisation, for a credit, which is noted once it is known whose it is. */
    public static ZohoAccess open(ZohoTenant tenant, Means means, CreditMetrics metrics) throws ZohoException {
        AccessTokens tokens = tokens(tenant, means.http(), means.ledger().tokens(tenant.name()), means.clock());
        OrgInfo org = api(tenant, means, tokens, remaining -> {}).org();
        CreditGovernor governor = new CreditGovernor(
                org.id(),
                CreditLimits.of(
                        asSet(tenant, org), tenant.edition(), tenant.dailyCredits(), means.creditFloorPercent()),
                means.ledger().credits(org.id()),
                means.slots(),
                means.requestTimeout(),
                means.clock(),
                means.random(),
                metrics);
        governor.noteOrg();
        ZohoApi api = new GovernedZohoApi(api(tenant, means, tokens, governor::creditsRemaining), governor);
        return new ZohoAccess(org, api, governor);
    }

    /** Calls before there is a ledger: with a token of their own, and nobody to count their credits. */
    public static ZohoApi withoutLedger(
            ZohoTenant tenant, HttpClient http, Duration requestTimeout, InstantSource clock) {
        return new HttpZohoApi(
                http,
                tenant.apiDomain(),
                tokens(tenant, http, new RunTokenStore(), clock),
                requestTimeout,
                remaining -> {},
                clock);
    }

    /** The tenant's tokens. */
    public static AccessTokens tokens(ZohoTenant tenant, HttpClient http, TokenStore store, InstantSource clock) {
        return new SharedAccessTokens(
                tenant.name(),
                new HttpTokenEndpoint(http, tenant.accountsUrl(), tenant.credentials()),
                store,
                new TokenSealing(tenant.name(), tenant.credentials(), new SecureRandom()),
                clock);
    }

    /**
     * Rows as the tenant's mapping says and Zoho's fields are, for a credit each module.
     *
     * @throws UnrecoverableException when a mapping and Zoho's fields do not go together at all
     */
    public static MappedRows rows(ZohoTenant tenant, ZohoApi api, InstantSource clock) throws ZohoException {
        Map<Role, List<FieldMetadata>> metadata = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            metadata.put(role, api.fields(tenant.mapping().of(role).module()));
        }
        try {
            MappedRows rows = new MappedRows(tenant.mapping(), metadata, tenant.name(), tenant.timeZone(), clock);
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

    private static HttpZohoApi api(ZohoTenant tenant, Means means, AccessTokens tokens, LongConsumer creditsRemaining) {
        return new HttpZohoApi(
                means.http(), tenant.apiDomain(), tokens, means.requestTimeout(), creditsRemaining, means.clock());
    }

    private static OrgInfo asSet(ZohoTenant tenant, OrgInfo org) {
        return new OrgInfo(
                org.id(), org.timeZone(), org.edition(), tenant.users().orElse(org.users()));
    }
}
