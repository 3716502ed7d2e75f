package io.moodlepipeline.gateway;

import inet.ipaddr.IPAddress;
import io.moodlepipeline.gateway.tenants.Addresses;
import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.SignaturePolicy;
import io.moodlepipeline.gateway.tenants.SigningSecret;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TenantLimits;
import io.moodlepipeline.gateway.tenants.Tenants;
import io.moodlepipeline.gateway.tenants.TenantsFile;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import io.moodlepipeline.runtime.management.ManagementSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.LogSettings;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gateway's settings, checked. */
record GatewaySettings(
        String host,
        int port,
        Tenants tenants,
        List<IPAddress> trustedProxies,
        int maxConnections,
        KafkaSettings kafka,
        ManagementSettings management) {

    private static final Setting HOST =
            Setting.of("GATEWAY_HOST", "127.0.0.1", "Address the HTTP API listens on; `0.0.0.0` for all.");
    private static final Setting PORT =
            Setting.of("GATEWAY_PORT", "8001", "Port of the HTTP API, 0 to 65535; 0 takes a free one.");
    private static final Setting TENANTS_FILE =
            Setting.of("TENANTS_FILE", "YAML file of the tenants; instead of `MOODLE_TOKEN`.");
    private static final Setting TOKEN =
            Setting.of("MOODLE_TOKEN", "Token of the one tenant `default`; instead of `TENANTS_FILE`.");
    private static final Setting HMAC_SECRET = Setting.of(
            "MOODLE_HMAC_SECRET",
            "With `MOODLE_TOKEN`: the secret that requests must be signed with; unset asks for no signature.");
    private static final Setting SIGNATURES = Setting.of(
            "MOODLE_SIGNATURES",
            "either",
            "With `MOODLE_HMAC_SECRET`: `standard` takes `webhook-signature`, `legacy` takes `X-Signature`, `either` both.");
    private static final Setting EPOCH = Setting.of(
            "MOODLE_EPOCH",
            "0",
            "Of the one tenant `default`, 0 to 2147483647: raise it by one when Moodle goes back to a sender without"
                    + " `X-Event-Time`, or is restored to older times; never lower it.");
    private static final Setting AUTHENTICATION = Setting.of(
            "GATEWAY_AUTHENTICATION",
            "required",
            "`none` lets anybody send for the one tenant `default`, without a token.");
    private static final Setting TRUSTED_PROXIES = Setting.of(
            "GATEWAY_TRUSTED_PROXIES",
            "Addresses or CIDR ranges, comma-separated, of the proxies whose `X-Forwarded-For` is believed.");
    private static final Setting MAX_CONNECTIONS = Setting.of(
            "GATEWAY_MAX_CONNECTIONS",
            "2000",
            "Connections at the same time, 8 to 100000; fewer where the process may not open as many files.");
    private static final Setting REQUESTS_PER_SECOND = Setting.of(
            "GATEWAY_REQUESTS_PER_SECOND",
            "2000",
            "Requests per second of each tenant that has no `requests_per_second`, 0 to 1000000; 0 for no limit.");
    private static final Setting REFUSED_BYTES_PER_DAY = Setting.of(
            "GATEWAY_REFUSED_BYTES_PER_DAY",
            "104857600",
            "Bytes of unusable bodies, and 1000 for each, that are kept a day for each tenant that has no `refused_bytes_per_day`; 0 for no limit.");
    private static final Setting MANAGEMENT_PORT = ManagementSettings.port(8101);

    static final List<Setting> ALL = List.of(
            HOST,
            PORT,
            TENANTS_FILE,
            TOKEN,
            HMAC_SECRET,
            SIGNATURES,
            EPOCH,
            AUTHENTICATION,
            TRUSTED_PROXIES,
            MAX_CONNECTIONS,
            REQUESTS_PER_SECOND,
            REFUSED_BYTES_PER_DAY,
            KafkaSettings.BOOTSTRAP_SERVERS,
            ManagementSettings.HOST,
            MANAGEMENT_PORT,
            LogSettings.FORMAT);

    static GatewaySettings from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        GatewaySettings read = new GatewaySettings(
                settings.text(HOST),
                settings.integer(PORT, 0, 65535),
                new Tenants(tenants(settings)),
                proxies(settings),
                settings.integer(MAX_CONNECTIONS, 8, 100_000),
                KafkaSettings.from(settings, Set.of()),
                ManagementSettings.from(settings, MANAGEMENT_PORT));
        LogSettings.check(settings);
        settings.finish("GATEWAY_", ALL);
        return read;
    }

    private static List<Tenant> tenants(Settings settings) {
        Optional<Path> file = settings.optionalFile(TENANTS_FILE);
        Optional<Secret> token = settings.optionalSecret(TOKEN);
        Optional<Secret> hmacSecret = settings.optionalSecret(HMAC_SECRET);
        String authentication = settings.text(AUTHENTICATION);
        boolean open = authentication.equals("none");
        if (!open && !authentication.equals("required")) {
            settings.problem(AUTHENTICATION.name(), "must be required or none");
        }
        long chosen = List.of(settings.optionalText(TENANTS_FILE).isPresent(), token.isPresent(), open).stream()
                .filter(present -> present)
                .count();
        if (chosen != 1) {
            settings.problem(
                    TENANTS_FILE.name(),
                    "or " + TOKEN.name() + " must be set, one of them, so that the gateway knows who may send" + " (or "
                            + AUTHENTICATION.name() + "=none alone, to let anybody)");
        }
        if (hmacSecret.isPresent() && token.isEmpty()) {
            settings.problem(HMAC_SECRET.name(), "goes with " + TOKEN.name() + "; in a tenants file use hmac_secrets");
        }
        TenantLimits limits = limits(settings);
        Tenant single = single(settings, token, hmacSecret, limits);
        return file.map(path ->
                        TenantsFile.read(path, limits, problem -> settings.problem(TENANTS_FILE.name(), problem)))
                .orElseGet(() -> List.of(single));
    }

    private static Tenant single(
            Settings settings, Optional<Secret> token, Optional<Secret> hmacSecret, TenantLimits limits) {
        Set<String> given = settings.environment().keySet();
        if (given.contains(EPOCH.name()) && given.contains(TENANTS_FILE.name())) {
            settings.problem(EPOCH.name(), "does not go with " + TENANTS_FILE.name() + "; in a tenants file use epoch");
        }
        if (given.contains(SIGNATURES.name()) && hmacSecret.isEmpty()) {
            settings.problem(
                    SIGNATURES.name(), "goes with " + HMAC_SECRET.name() + "; in a tenants file use signatures");
        }
        Optional<SignaturePolicy> signatures = SignaturePolicy.named(settings.text(SIGNATURES));
        if (signatures.isEmpty()) {
            settings.problem(SIGNATURES.name(), "must be standard, legacy or either");
        }
        Optional<SigningSecret> signingSecret = hmacSecret.flatMap(secret -> SigningSecret.of(secret.reveal()));
        if (hmacSecret.isPresent() && signingSecret.isEmpty()) {
            settings.problem(HMAC_SECRET.name(), "must go on with Base64 behind whsec_, and not be empty");
        }
        Authentication authentication = new Authentication(
                token.map(secret -> TokenDigest.of(secret.reveal())).stream().toList(),
                signingSecret.stream().toList(),
                signatures.orElse(SignaturePolicy.STANDARD),
                List.of());
        return new Tenant(Tenants.DEFAULT, authentication, limits, settings.integer(EPOCH, 0, Integer.MAX_VALUE));
    }

    private static TenantLimits limits(Settings settings) {
        return new TenantLimits(
                settings.integer(REQUESTS_PER_SECOND, 0, TenantLimits.MAX_REQUESTS_PER_SECOND),
                settings.integer(REFUSED_BYTES_PER_DAY, 0, Integer.MAX_VALUE));
    }

    private static List<IPAddress> proxies(Settings settings) {
        List<IPAddress> proxies = new ArrayList<>();
        for (String text : settings.list(TRUSTED_PROXIES)) {
            Addresses.range(text)
                    .ifPresentOrElse(
                            proxies::add,
                            () -> settings.problem(
                                    TRUSTED_PROXIES.name(), "must list IP addresses or ranges such as 192.0.2.0/24"));
        }
        return proxies;
    }
}
