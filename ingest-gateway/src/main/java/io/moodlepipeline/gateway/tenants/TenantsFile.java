package io.moodlepipeline.gateway.tenants;

import inet.ipaddr.IPAddress;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.settings.YamlSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the tenants from YAML. Every mistake is reported at once by its place in the file, never with its value:
 *
 * <pre>{@code
 * tenants:
 *   north-college:
 *     tokens: ["<SHA-256 of a token, 64 hex digits>"]   # several while one is being replaced
 *     hmac_secrets: ["<secret>"]                        # optional: then requests must be signed
 *     signatures: standard                              # optional, with hmac_secrets: standard, legacy or either
 *     allowed_addresses: ["192.0.2.0/24"]               # optional
 *     requests_per_second: 50                           # optional, 1 to 1000000
 *     refused_bytes_per_day: 1000000                    # optional, 1 to 2147483647
 *     epoch: 1                                          # optional, 0 to 2147483647
 *   open-house:
 *     authentication: none                              # instead of tokens, and only when spelled out
 * }</pre>
 */
public final class TenantsFile {
    private static final String TENANTS = "tenants";
    private static final String TOKENS = "tokens";
    private static final String HMAC_SECRETS = "hmac_secrets";
    private static final String SIGNATURES = "signatures";
    private static final String ALLOWED_ADDRESSES = "allowed_addresses";
    private static final String REQUESTS_PER_SECOND = "requests_per_second";
    private static final String REFUSED_BYTES_PER_DAY = "refused_bytes_per_day";
    private static final String EPOCH = "epoch";
    private static final String AUTHENTICATION = "authentication";
    private static final List<String> KEYS = List.of(
            TOKENS,
            HMAC_SECRETS,
            SIGNATURES,
            ALLOWED_ADDRESSES,
            REQUESTS_PER_SECOND,
            REFUSED_BYTES_PER_DAY,
            EPOCH,
            AUTHENTICATION);

    private TenantsFile() {}

    /**
     * @param defaults of tenants that have none of their own in the file
     * @param problems takes a line for each mistake; when it took any, the tenants returned are not to be used
     */
    public static List<Tenant> read(Path file, TenantLimits defaults, Consumer<String> problems) {
        return YamlSection.read(file, List.of(TENANTS), problems)
                .map(content -> tenants(content, defaults))
                .orElse(List.of());
    }

    private static List<Tenant> tenants(YamlSection file, TenantLimits defaults) {
        if (file.value(TENANTS).isEmpty()) {
            file.problem(TENANTS, "must name at least one tenant");
            return List.of();
        }
        List<Tenant> read = new ArrayList<>();
        file.sections(TENANTS, KEYS).forEach((name, settings) -> read.add(tenant(name, settings, defaults)));
        return read;
    }

    private static Tenant tenant(String name, YamlSection settings, TenantLimits defaults) {
        if (!EventMetadata.TENANT_NAME.matcher(name).matches()) {
            settings.problem("is not the name of a tenant: " + EventMetadata.TENANT_NAME);
        }
        List<TokenDigest> tokens = settings.list(TOKENS, "the SHA-256 of a token as 64 hex digits", TokenDigest::ofHex);
        checkAuthentication(settings, tokens);
        List<SigningSecret> secrets =
                settings.list(HMAC_SECRETS, "a secret that is not empty (behind whsec_, Base64)", SigningSecret::of);
        List<IPAddress> addresses =
                settings.list(ALLOWED_ADDRESSES, "an IP address or a range such as 192.0.2.0/24", Addresses::range);
        return new Tenant(
                name,
                new Authentication(tokens, secrets, signatures(settings), addresses),
                limits(settings, defaults),
                settings.integer(EPOCH, 0, Integer.MAX_VALUE).orElse(0));
    }

    private static TenantLimits limits(YamlSection settings, TenantLimits defaults) {
        return new TenantLimits(
                settings.integer(REQUESTS_PER_SECOND, 1, TenantLimits.MAX_REQUESTS_PER_SECOND)
                        .orElse(defaults.requestsPerSecond()),
                settings.integer(REFUSED_BYTES_PER_DAY, 1, Integer.MAX_VALUE).orElse(defaults.refusedBytesPerDay()));
    }

    private static SignaturePolicy signatures(YamlSection settings) {
        Optional<SignaturePolicy> chosen =
                SignaturePolicy.named(settings.value(SIGNATURES).asText());
        if (settings.has(SIGNATURES) && chosen.isEmpty()) {
            settings.problem(SIGNATURES, "must be standard, legacy or either");
        }
        if (settings.has(SIGNATURES) && settings.value(HMAC_SECRETS).isEmpty()) {
            settings.problem(SIGNATURES, "needs " + HMAC_SECRETS + ": without a secret nothing is signed");
        }
        return chosen.orElse(SignaturePolicy.STANDARD);
    }

    private static void checkAuthentication(YamlSection settings, List<TokenDigest> tokens) {
        boolean none = "none".equals(settings.value(AUTHENTICATION).asText());
        if (settings.has(AUTHENTICATION) && !none) {
            settings.problem(AUTHENTICATION, "can only be none; leave it out and list tokens");
        } else if (none && settings.has(TOKENS)) {
            settings.problem("has tokens and authentication: none; keep one");
        } else if (!none && tokens.isEmpty()) {
            settings.problem(TOKENS, "must hold at least one token's SHA-256, or say authentication: none");
        }
    }
}
