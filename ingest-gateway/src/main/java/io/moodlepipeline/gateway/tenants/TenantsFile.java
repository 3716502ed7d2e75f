package io.moodlepipeline.gateway.tenants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import inet.ipaddr.IPAddress;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.settings.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the tenants from YAML. Every mistake is reported at once by its place in the file, never with its value:
 *
 * <pre>{@code
 * tenants:
 *   north-college:
 *     tokens: ["<SHA-256 of a token, 64 hex digits>"]   # several while one is being replaced
 *     hmac_secrets: ["<secret>"]                        # optional: then X-Signature is required
 *     allowed_addresses: ["192.0.2.0/24"]               # optional
 *     requests_per_second: 50                           # optional, 1 to 1000000
 *   open-house:
 *     authentication: none                              # instead of tokens, and only when spelled out
 * }</pre>
 */
public final class TenantsFile {
    private static final Set<String> KEYS =
            Set.of("tokens", "hmac_secrets", "allowed_addresses", "requests_per_second", "authentication");
    private static final int MAX_REQUESTS_PER_SECOND = 1_000_000;

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final Consumer<String> problems;

    private TenantsFile(Consumer<String> problems) {
        this.problems = problems;
    }

    /** @param problems takes a line for each mistake; when it took any, the tenants returned are not to be used */
    public static List<Tenant> read(Path file, Consumer<String> problems) {
        try {
            return new TenantsFile(problems).tenants(YAML.readTree(file.toFile()));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.accept("is not YAML, or has a key twice, at line " + line);
        } catch (IOException e) {
            problems.accept("cannot be read");
        }
        return List.of();
    }

    private List<Tenant> tenants(JsonNode file) {
        JsonNode tenants = file.path("tenants");
        if (!tenants.isObject() || tenants.isEmpty()) {
            problems.accept("tenants: must name at least one tenant");
            return List.of();
        }
        onlyKeys("the top level", file, Set.of("tenants"));
        List<Tenant> read = new ArrayList<>();
        tenants.properties().forEach(entry -> read.add(tenant(entry.getKey(), entry.getValue())));
        return read;
    }

    private Tenant tenant(String name, JsonNode settings) {
        String place = "tenants." + name;
        if (!EventMetadata.TENANT_NAME.matcher(name).matches()) {
            problems.accept(place + ": a tenant's name is " + EventMetadata.TENANT_NAME.pattern());
        }
        if (!settings.isObject()) {
            problems.accept(place + ": must hold settings such as tokens");
            return new Tenant(name, new Authentication(List.of(), List.of(), List.of()), 0);
        }
        onlyKeys(place, settings, KEYS);
        List<TokenDigest> tokens =
                list(place, settings, "tokens", "the SHA-256 of a token as 64 hex digits", TokenDigest::ofHex);
        checkAuthentication(place, settings, tokens);
        List<Secret> secrets = list(
                place,
                settings,
                "hmac_secrets",
                "a secret that is not empty",
                text -> text.isBlank() ? Optional.empty() : Optional.of(new Secret(text)));
        List<IPAddress> addresses = list(
                place,
                settings,
                "allowed_addresses",
                "an IP address or a range such as 192.0.2.0/24",
                Addresses::range);
        return new Tenant(name, new Authentication(tokens, secrets, addresses), requestsPerSecond(place, settings));
    }

    private void checkAuthentication(String place, JsonNode settings, List<TokenDigest> tokens) {
        boolean none = "none".equals(settings.path("authentication").asText());
        if (settings.has("authentication") && !none) {
            problems.accept(place + ".authentication: can only be none; leave it out and list tokens");
        } else if (none && settings.has("tokens")) {
            problems.accept(place + ": has tokens and authentication: none; keep one");
        } else if (!none && tokens.isEmpty()) {
            problems.accept(place + ".tokens: must hold at least one token's SHA-256, or say authentication: none");
        }
    }

    private int requestsPerSecond(String place, JsonNode settings) {
        JsonNode rate = settings.path("requests_per_second");
        if (rate.isMissingNode()) {
            return 0;
        }
        if (rate.isInt() && rate.intValue() >= 1 && rate.intValue() <= MAX_REQUESTS_PER_SECOND) {
            return rate.intValue();
        }
        problems.accept(place + ".requests_per_second: must be a whole number from 1 to " + MAX_REQUESTS_PER_SECOND);
        return 0;
    }

    private <T> List<T> list(
            String place, JsonNode settings, String key, String expected, Function<String, Optional<T>> parser) {
        JsonNode values = settings.path(key);
        if (values.isMissingNode()) {
            return List.of();
        }
        if (!values.isArray()) {
            problems.accept(place + "." + key + ": must be a list");
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            // A digest of digits alone, unquoted, is a number to YAML, and no longer the same text.
            Optional<T> value =
                    values.get(i).isTextual() ? parser.apply(values.get(i).asText()) : Optional.empty();
            if (value.isEmpty()) {
                problems.accept(place + "." + key + "[" + i + "]: must be " + expected + ", in quotes");
            }
            value.ifPresent(read::add);
        }
        return read;
    }

    private void onlyKeys(String place, JsonNode object, Set<String> known) {
        object.properties().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .forEach(entry -> problems.accept(place + ": unknown key " + entry.getKey() + "; known are " + known));
    }
}
