package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.settings.NamedFile;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.runtime.settings.YamlSection;
import io.moodlepipeline.zoho.credit.Edition;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.oauth.OAuthCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads which tenants have a Zoho, from YAML; {@code zoho-tenants.example.yaml} says what stands in the file. Secrets stand in files of
 * their own. Paths in it begin where it lies.
 */
public final class ZohoTenantsFile {
    private static final String TENANTS = "tenants";
    private static final String ACCOUNTS_URL = "accounts_url";
    private static final String API_DOMAIN = "api_domain";
    private static final String CLIENT_ID = "client_id";
    private static final String CLIENT_SECRET_FILE = "client_secret_file";
    private static final String REFRESH_TOKEN_FILE = "refresh_token_file";
    private static final String TIME_ZONE = "time_zone";
    private static final String MAPPING_FILE = "mapping_file";
    private static final String MATCH = "match";
    private static final String TRIGGER = "trigger";
    private static final String EDITION = "edition";
    private static final String USERS = "users";
    private static final String DAILY_CREDITS = "daily_credits";
    private static final List<String> KEYS = List.of(
            ACCOUNTS_URL,
            API_DOMAIN,
            CLIENT_ID,
            CLIENT_SECRET_FILE,
            REFRESH_TOKEN_FILE,
            TIME_ZONE,
            MAPPING_FILE,
            MATCH,
            TRIGGER,
            EDITION,
            USERS,
            DAILY_CREDITS);

    private static final List<String> TRIGGERS =
            List.of("workflow", "approval", "blueprint", "pathfinder", "orchestration");
    private static final URI NOWHERE = URI.create("https://invalid");

    private final Path directory;

    private ZohoTenantsFile(Path directory) {
        this.directory = directory;
    }

    /** @param problems takes a line for each mistake, never with a value; when it took any, the tenants are not to be used */
    public static List<ZohoTenant> read(Path file, Consumer<String> problems) {
        ZohoTenantsFile reader = new ZohoTenantsFile(file.toAbsolutePath().getParent());
        return YamlSection.read(file, List.of(TENANTS), problems)
                .map(reader::tenants)
                .orElse(List.of());
    }

    private List<ZohoTenant> tenants(YamlSection file) {
        if (file.value(TENANTS).isEmpty()) {
            file.problem(TENANTS, "must name at least one tenant");
            return List.of();
        }
        List<ZohoTenant> tenants = new ArrayList<>();
        file.sections(TENANTS, KEYS).forEach((name, section) -> tenants.add(tenant(name, section)));
        return tenants;
    }

    private ZohoTenant tenant(String name, YamlSection section) {
        if (!EventMetadata.TENANT_NAME.matcher(name).matches()) {
            section.problem("is not the name of a tenant: " + EventMetadata.TENANT_NAME);
        }
        for (String key :
                List.of(ACCOUNTS_URL, API_DOMAIN, CLIENT_ID, CLIENT_SECRET_FILE, REFRESH_TOKEN_FILE, TIME_ZONE)) {
            if (!section.has(key)) {
                section.problem(key, "is missing");
            }
        }
        Mapping mapping = mapping(section);
        boolean match = section.flag(MATCH).orElse(false);
        if (match && mapping.match().isEmpty()) {
            section.problem(MATCH, "needs a section match in the mapping file");
        }
        checkCredits(section);
        return new ZohoTenant(
                name,
                url(section, ACCOUNTS_URL),
                url(section, API_DOMAIN),
                new OAuthCredentials(
                        section.text(CLIENT_ID).orElse(""),
                        secret(section, CLIENT_SECRET_FILE),
                        secret(section, REFRESH_TOKEN_FILE)),
                mapping,
                match,
                section.parsed(TIME_ZONE, "a time zone such as Asia/Amman", ZohoTenantsFile::zone)
                        .orElse(ZoneId.of("UTC")),
                section.list(TRIGGER, "one of " + String.join(", ", TRIGGERS), ZohoTenantsFile::trigger),
                section.parsed(EDITION, "free, standard, professional, enterprise or ultimate", Edition::named),
                section.integer(USERS, 1, Integer.MAX_VALUE),
                dailyCredits(section));
    }

    private Mapping mapping(YamlSection section) {
        return section.text(MAPPING_FILE)
                .flatMap(path -> NamedFile.readable(directory, path, text -> section.problem(MAPPING_FILE, text)))
                .flatMap(file -> MappingFile.read(file, text -> section.problem(MAPPING_FILE, "is wrong: " + text)))
                .orElseGet(MappingFile::builtIn);
    }

    private Secret secret(YamlSection section, String key) {
        return section.text(key)
                .flatMap(path -> NamedFile.secret(directory, path, text -> section.problem(key, text)))
                .orElse(new Secret(""));
    }

    private static URI url(YamlSection section, String key) {
        return section.parsed(key, "https:// and a host, or http:// and this machine's own", ZohoUrl::parse)
                .orElse(NOWHERE);
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> trigger(String text) {
        return Optional.of(text).filter(TRIGGERS::contains);
    }

    private static void checkCredits(YamlSection section) {
        if (section.has(DAILY_CREDITS) && section.has(USERS)) {
            section.problem(USERS, "goes without daily_credits, which would not follow from it");
        }
    }

    private static OptionalLong dailyCredits(YamlSection section) {
        OptionalInt credits = section.integer(DAILY_CREDITS, 1, Integer.MAX_VALUE);
        return credits.isPresent() ? OptionalLong.of(credits.getAsInt()) : OptionalLong.empty();
    }
}
