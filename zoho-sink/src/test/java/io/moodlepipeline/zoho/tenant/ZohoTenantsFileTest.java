package io.moodlepipeline.zoho.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zoho.credit.Edition;
import io.moodlepipeline.zoho.mapping.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZohoTenantsFileTest {
    private static final String MARK = "marked-4711";

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    @BeforeEach
    void writeSecrets() throws IOException {
        Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/north-college-client-secret"), "client secret\n");
        Files.writeString(folder.resolve("secrets/north-college-refresh-token"), "refresh token\n");
    }

    @Test
    void theExampleFileIsGood() throws IOException {
        ZohoTenant tenant =
                read(Files.readString(Path.of("zoho-tenants.example.yaml"))).get(0);

        assertThat(problems).isEmpty();
        assertThat(tenant.name()).isEqualTo("north-college");
        assertThat(tenant.accountsUrl()).isEqualTo(URI.create("https://accounts.zoho.eu"));
        assertThat(tenant.credentials().clientId()).isEqualTo("1000.EXAMPLE");
        assertThat(tenant.credentials().clientSecret().reveal()).isEqualTo("client secret");
        assertThat(tenant.credentials().refreshToken().reveal()).isEqualTo("refresh token");
        assertThat(tenant.timeZone()).isEqualTo(ZoneId.of("Asia/Amman"));
        assertThat(tenant.mapping().of(Role.STUDENT).module()).isEqualTo("BTEC_Students");
        assertThat(tenant.match()).isFalse();
        assertThat(tenant.triggers()).isEmpty();
        assertThat(tenant.edition()).hasValue(Edition.ENTERPRISE);
        assertThat(tenant.users()).hasValue(10);
        assertThat(tenant.dailyCredits()).isEmpty();
        assertThat(tenant.toString()).doesNotContain("client secret", "refresh token");
    }

    @Test
    void aTenantsMappingIsReadFromBesideTheFile() throws IOException {
        Files.writeString(folder.resolve("mapping.yaml"), """
                students: {module: Learners, key: {field: Key, template: "{userid}"}, name: ["{userid}"]}
                """);

        read(settings("mapping_file: mapping.yaml\n    match: true"));

        assertThat(problems)
                .contains("tenants.north-college.mapping_file is wrong: grades is missing: it says which module the"
                        + " grades go to");
    }

    @Test
    void matchingNeedsFieldsToMatchBy() throws IOException {
        Files.writeString(folder.resolve("mapping.yaml"), """
                students: {module: Learners, key: {field: Key, template: "{userid}"}, name: ["{userid}"]}
                enrolments: {module: Places, key: {field: Key, template: "{enrollmentid}"}, name: ["{userid}"],
                  fields: {Learner: {student: true}}}
                grades: {module: Results, key: {field: Key, template: "{userid}-{itemid}"}, name: ["{userid}"],
                  fields: {Learner: {student: true}}}
                """);

        read(settings("mapping_file: mapping.yaml\n    match: true"));

        assertThat(problems).containsExactly("tenants.north-college.match needs a section match in the mapping file");
    }

    @Test
    void everyMistakeIsNamedAtOnceAndNoValueIsShown() throws IOException {
        Files.writeString(folder.resolve("empty"), "\n");

        read("""
                tenants:
                  North: {}
                  south:
                    accounts_url: "http://marked-4711.example"
                    api_domain: "https://marked-4711.example/crm"
                    client_id: 1000
                    client_secret: "marked-4711"
                    client_secret_file: "marked-4711"
                    refresh_token_file: "empty"
                    time_zone: "marked-4711"
                    mapping_file: "marked-4711"
                    match: "marked-4711"
                    trigger: [workflow, "marked-4711"]
                    edition: "marked-4711"
                    users: 0
                    daily_credits: 1.5
                """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "tenants.North is not the name of a tenant: [a-z0-9][a-z0-9-]{0,62}",
                        "tenants.North.accounts_url is missing",
                        "tenants.North.api_domain is missing",
                        "tenants.North.client_id is missing",
                        "tenants.North.client_secret_file is missing",
                        "tenants.North.refresh_token_file is missing",
                        "tenants.North.time_zone is missing",
                        "tenants.south.client_secret is not known: known are accounts_url, api_domain, client_id,"
                                + " client_secret_file, refresh_token_file, time_zone, mapping_file, match, trigger,"
                                + " edition, users, daily_credits",
                        "tenants.south.accounts_url must be https:// and a host, or http:// and this machine's own,"
                                + " in quotes",
                        "tenants.south.api_domain must be https:// and a host, or http:// and this machine's own,"
                                + " in quotes",
                        "tenants.south.client_id must be a text, in quotes",
                        "tenants.south.client_secret_file must be the path of a readable file",
                        "tenants.south.refresh_token_file points to an empty file",
                        "tenants.south.time_zone must be a time zone such as Asia/Amman, in quotes",
                        "tenants.south.mapping_file must be the path of a readable file",
                        "tenants.south.match must be true or false",
                        "tenants.south.trigger[1] must be one of workflow, approval, blueprint, pathfinder,"
                                + " orchestration, in quotes",
                        "tenants.south.edition must be free, standard, professional, enterprise or ultimate,"
                                + " in quotes",
                        "tenants.south.users must be a whole number from 1 to 2147483647",
                        "tenants.south.users goes without daily_credits, which would not follow from it",
                        "tenants.south.daily_credits must be a whole number from 1 to 2147483647")
                .noneMatch(problem -> problem.contains(MARK));
    }

    @Test
    void aFileWithoutTenantsIsAMistake() throws IOException {
        read("tenants: {}\n");

        assertThat(problems).containsExactly("tenants must name at least one tenant");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "https://accounts.zoho.eu, https://accounts.zoho.eu",
                "https://accounts.zoho.eu/, https://accounts.zoho.eu",
                "https://accounts.zoho.eu:8443, https://accounts.zoho.eu:8443",
                "http://127.0.0.1:8120, http://127.0.0.1:8120",
                "http://localhost:8120, http://localhost:8120",
                "http://[::1]:8120, http://[::1]:8120",
                "http://accounts.zoho.eu, none",
                "http://127.0.0.1.example.com, none",
                "http://localhost.example.com, none",
                "https://user@accounts.zoho.eu, none",
                "https://accounts.zoho.eu/oauth, none",
                "https://accounts.zoho.eu?a=b, none",
                "ftp://accounts.zoho.eu, none",
                "accounts.zoho.eu, none",
                "https://, none"
            })
    void secretsGoOverEncryptedConnectionsOrStayOnTheMachine(String text, URI expected) {
        assertThat(ZohoUrl.parse(text).orElse(null)).isEqualTo(expected);
    }

    private static String settings(String more) {
        return """
                tenants:
                  north-college:
                    accounts_url: "https://accounts.zoho.eu"
                    api_domain: "https://www.zohoapis.eu"
                    client_id: "1000.EXAMPLE"
                    client_secret_file: "secrets/north-college-client-secret"
                    refresh_token_file: "secrets/north-college-refresh-token"
                    time_zone: "Asia/Amman"
                    %s
                """.formatted(more);
    }

    private List<ZohoTenant> read(String yaml) throws IOException {
        return ZohoTenantsFile.read(Files.writeString(folder.resolve("zoho-tenants.yaml"), yaml), problems::add);
    }
}
