package io.moodlepipeline.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsFileTest {
    private static final TenantLimits DEFAULTS = new TenantLimits(2, 100);
    private static final String DIGEST_OF_TEST_TOKEN =
            "4c5dc9b7708905f77f5e5d16316b5dfb425e68cb326dcd55a860e90a7707031e";

    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void theExampleFileIsGood() {
        List<Tenant> tenants = TenantsFile.read(Path.of("tenants.example.yaml"), DEFAULTS, problems::add);

        assertThat(problems).isEmpty();
        assertThat(tenants).extracting(Tenant::name).containsExactly("north-college", "south-college", "open-house");
    }

    @Test
    void aTenantsTokenIsKnownByItsDigest() throws IOException {
        List<Tenant> tenants = read("""
                tenants:
                  default:
                    tokens: ["%s"]
                    allowed_addresses: ["192.0.2.0/24"]
                """.formatted(DIGEST_OF_TEST_TOKEN));

        assertThat(problems).isEmpty();
        Authentication proof = tenants.get(0).authentication();
        assertThat(proof.allowsToken("test-token")).isTrue();
        assertThat(proof.allowsToken("another")).isFalse();
        assertThat(proof.allowsToken(null)).isFalse();
        assertThat(proof.allowsAddress(() -> Addresses.address("192.0.2.200"))).isTrue();
        assertThat(proof.allowsAddress(() -> Addresses.address("192.0.3.1"))).isFalse();
        assertThat(proof.allowsAddress(Optional::empty)).isFalse();
    }

    @Test
    void aTenantWithSecretsTakesStandardSignaturesUnlessItSaysOtherwise() throws IOException {
        List<Tenant> tenants = read("""
                tenants:
                  new:
                    authentication: none
                    hmac_secrets: [marked]
                  old:
                    authentication: none
                    hmac_secrets: [marked]
                    signatures: legacy
                  both:
                    authentication: none
                    hmac_secrets: [whsec_bWFya2Vk]
                    signatures: "either"
                """);

        assertThat(problems).isEmpty();
        assertThat(tenants)
                .extracting(tenant -> tenant.authentication().signatures())
                .containsExactly(SignaturePolicy.STANDARD, SignaturePolicy.LEGACY, SignaturePolicy.EITHER);
    }

    @Test
    void aTenantsEpochIsZeroUnlessItSaysOtherwise() throws IOException {
        List<Tenant> tenants = read("""
                tenants:
                  first: {authentication: none}
                  restored: {authentication: none, epoch: 2147483647}
                """);

        assertThat(problems).isEmpty();
        assertThat(tenants).extracting(Tenant::epoch).containsExactly(0, Integer.MAX_VALUE);
    }

    @Test
    void mistakesInSignaturesSecretsAndEpochsAreNamedByTheirPlaces() throws IOException {
        read("""
                tenants:
                  a: {authentication: none, signatures: standard}
                  b: {authentication: none, hmac_secrets: [], signatures: legacy}
                  c: {authentication: none, hmac_secrets: [marked], signatures: Standard}
                  d: {authentication: none, hmac_secrets: ["whsec_marked!"]}
                  e: {authentication: none, epoch: -1}
                  f: {authentication: none, epoch: 2147483648}
                  g: {authentication: none, hmac_secrets: [marked], signatures: [legacy]}
                """);

        assertThat(problems)
                .containsExactly(
                        "tenants.a.signatures needs hmac_secrets: without a secret nothing is signed",
                        "tenants.b.signatures needs hmac_secrets: without a secret nothing is signed",
                        "tenants.c.signatures must be standard, legacy or either",
                        "tenants.d.hmac_secrets[0] must be a secret that is not empty (behind whsec_, Base64), in quotes",
                        "tenants.e.epoch must be a whole number from 0 to 2147483647",
                        "tenants.f.epoch must be a whole number from 0 to 2147483647",
                        "tenants.g.signatures must be standard, legacy or either");
    }

    @Test
    void aTenantWithoutLimitsHasTheDefaultsAndOneWithItsOwn() throws IOException {
        List<Tenant> tenants = read("""
                tenants:
                  first:
                    authentication: none
                  second:
                    authentication: none
                    requests_per_second: 3
                    refused_bytes_per_day: 101
                """);

        assertThat(problems).isEmpty();
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        assertThat(tenants)
                .extracting(tenant -> tenant.refusals().take(101, now))
                .containsExactly(false, true);
        // More than one within a second, also when the second turns over meanwhile.
        assertThat(tenants)
                .extracting(tenant ->
                        IntStream.range(0, 5).filter(i -> tenant.hasRoom()).count())
                .satisfies(taken -> assertThat(taken.get(0)).isBetween(2L, 4L))
                .satisfies(taken -> assertThat(taken.get(1)).isBetween(3L, 5L));
    }

    @Test
    void everyMistakeIsNamedAtOnceAndNoValueIsShown() throws IOException {
        read("""
                tenants:
                  Bad_Name:
                    tokens: ["%s"]
                  first:
                    tokens: [marked-secret, 12345]
                    hmac_secret: marked-secret
                    allowed_addresses: ["300.1.1.1", "192.0.2.*"]
                    requests_per_second: 0
                    refused_bytes_per_day: -1
                  second: {}
                  third:
                    authentication: maybe
                """.formatted(DIGEST_OF_TEST_TOKEN));

        assertThat(problems)
                .hasSize(11)
                .anyMatch(problem -> problem.startsWith("tenants.Bad_Name is not"))
                .anyMatch(problem -> problem.startsWith("tenants.first.tokens[0]"))
                .anyMatch(problem -> problem.startsWith("tenants.first.tokens[1]"))
                .anyMatch(problem -> problem.startsWith("tenants.first.hmac_secret is not known"))
                .anyMatch(problem -> problem.startsWith("tenants.first.allowed_addresses[0]"))
                .anyMatch(problem -> problem.startsWith("tenants.first.allowed_addresses[1]"))
                .anyMatch(problem -> problem.startsWith("tenants.first.requests_per_second"))
                .anyMatch(problem -> problem.startsWith("tenants.first.refused_bytes_per_day"))
                .anyMatch(problem -> problem.startsWith("tenants.second.tokens"))
                .anyMatch(problem -> problem.startsWith("tenants.third.authentication"))
                .noneMatch(problem -> problem.contains("marked-secret"));
    }

    @Test
    void aKeyTwiceOrBrokenYamlIsToldByItsPlace() throws IOException {
        read("tenants:\n  a: {authentication: none}\n  a: {authentication: none}\n");
        read("tenants: [");

        assertThat(problems).containsExactly("has tenants.a twice: keep one", "is not YAML in UTF-8 (line 1)");
    }

    @Test
    void aFileWithoutTenantsIsAMistake() throws IOException {
        read("");
        read("tenants: {}\n");

        assertThat(problems).hasSize(2);
    }

    private List<Tenant> read(String yaml) throws IOException {
        return TenantsFile.read(Files.writeString(folder.resolve("tenants.yaml"), yaml), DEFAULTS, problems::add);
    }
}
