package io.moodlepipeline.zohosimulator.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.Edition;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads organisations from YAML. */
final class OrgsFile {
    private static final Set<String> NEEDED = Set.of("client_id", "client_secret", "refresh_token");
    private static final Set<String> KEYS =
            Set.of("client_id", "client_secret", "refresh_token", "scopes", "edition", "users", "credits", "time_zone");

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final List<String> problems = new ArrayList<>();

    private OrgsFile() {}

    /** @throws InvalidOrgsException naming all that is wrong */
    static List<OrgOptions> read(Path file) {
        try {
            return new OrgsFile().orgs(YAML.readTree(file.toFile()));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidOrgsException(List.of("is not YAML, or has a key twice, at line " + line));
        } catch (IOException e) {
            throw new InvalidOrgsException(List.of(file + " cannot be read"));
        }
    }

    private List<OrgOptions> orgs(JsonNode file) {
        JsonNode orgs = file.path("orgs");
        if (!orgs.isObject() || orgs.isEmpty()) {
            problems.add("orgs: must name at least one organisation by its id");
        }
        List<OrgOptions> read = new ArrayList<>();
        orgs.properties().forEach(entry -> read.add(org(entry.getKey(), entry.getValue())));
        if (!problems.isEmpty()) {
            throw new InvalidOrgsException(problems);
        }
        return read;
    }

    private OrgOptions org(String id, JsonNode settings) {
        OrgOptions usual = OrgOptions.defaults();
        settings.properties().stream()
                .filter(entry -> !KEYS.contains(entry.getKey()))
                .forEach(entry -> problems.add(
                        "orgs." + id + ": unknown key " + entry.getKey() + "; known are " + new TreeSet<>(KEYS)));
        NEEDED.stream()
                .filter(key -> settings.path(key).asText().isBlank())
                .sorted()
                .forEach(key -> problems.add("orgs." + id + "." + key + ": must be there"));
        Set<String> scopes = new LinkedHashSet<>();
        settings.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return new OrgOptions(
                id,
                new Credentials(
                        settings.path("client_id").asText(),
                        settings.path("client_secret").asText(),
                        settings.path("refresh_token").asText()),
                scopes.isEmpty() ? OrgOptions.ALL_SCOPES : scopes,
                edition(id, settings.path("edition").asText(usual.edition().name())),
                settings.path("users").asInt(usual.users()),
                settings.has("credits")
                        ? OptionalLong.of(settings.path("credits").asLong())
                        : OptionalLong.empty(),
                zone(id, settings.path("time_zone").asText(usual.timeZone().getId())));
    }

    private Edition edition(String id, String name) {
        try {
            return Edition.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            problems.add("orgs." + id + ".edition: is none of Zoho's");
            return Edition.ENTERPRISE;
        }
    }

    private ZoneId zone(String id, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            problems.add("orgs." + id + ".time_zone: is no time zone");
            return ZoneId.of("UTC");
        }
    }
}
