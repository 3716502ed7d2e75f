package io.moodlepipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.SignaturePolicy;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

    @Test
    void aTokenAloneMakesTheTenantDefault() {
        GatewaySettings settings = GatewaySettings.from(Map.of("MOODLE_TOKEN", "secret-token"));

        Authentication proof = settings.tenants().find(null).orElseThrow().authentication();
        assertThat(proof.allowsToken("secret-token")).isTrue();
        assertThat(proof.allowsToken("other")).isFalse();
        assertThat(settings.port()).isEqualTo(8001);
        assertThat(settings.host()).isEqualTo("127.0.0.1");
    }

    @Test
    void withoutAnyTenantItDoesNotStart() {
        assertThatThrownBy(() -> GatewaySettings.from(Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("TENANTS_FILE")
                .hasMessageContaining("MOODLE_TOKEN");
    }

    @Test
    void noAuthenticationMustBeSpelledOut() {
        GatewaySettings settings = GatewaySettings.from(Map.of("GATEWAY_AUTHENTICATION", "none"));

        assertThat(settings.tenants().find(null).orElseThrow().authentication().allowsToken(null))
                .isTrue();
    }

    @Test
    void aTokenAndNoAuthenticationContradictEachOther() {
        assertThatThrownBy(() ->
                        GatewaySettings.from(Map.of("GATEWAY_AUTHENTICATION", "none", "MOODLE_TOKEN", "marked-secret")))
                .isInstanceOf(InvalidSettingsException.class)
                .message()
                .doesNotContain("marked-secret");
    }

    @Test
    void theOneTenantTakesEitherSignatureUnlessItIsSaidOtherwise() {
        GatewaySettings settings =
                GatewaySettings.from(Map.of("MOODLE_TOKEN", "token", "MOODLE_HMAC_SECRET", "secret"));
        GatewaySettings strict = GatewaySettings.from(
                Map.of("MOODLE_TOKEN", "token", "MOODLE_HMAC_SECRET", "secret", "MOODLE_SIGNATURES", "standard"));

        assertThat(only(settings).authentication().signatures()).isEqualTo(SignaturePolicy.EITHER);
        assertThat(only(strict).authentication().signatures()).isEqualTo(SignaturePolicy.STANDARD);
    }

    @Test
    void theOneTenantsEpochIsASetting() {
        assertThat(only(GatewaySettings.from(Map.of("MOODLE_TOKEN", "token"))).epoch())
                .isZero();
        assertThat(only(GatewaySettings.from(Map.of("MOODLE_TOKEN", "token", "MOODLE_EPOCH", "7")))
                        .epoch())
                .isEqualTo(7);
    }

    @Test
    void mistakesInSignaturesAndEpochsAreNamed() {
        assertThatThrownBy(() -> GatewaySettings.from(Map.of(
                        "MOODLE_TOKEN", "token",
                        "MOODLE_HMAC_SECRET", "whsec_marked!",
                        "MOODLE_SIGNATURES", "both",
                        "MOODLE_EPOCH", "-1")))
                .isInstanceOf(InvalidSettingsException.class)
                .message()
                .contains("MOODLE_HMAC_SECRET must", "MOODLE_SIGNATURES must be standard", "MOODLE_EPOCH must be")
                .doesNotContain("marked", "both");
        assertThatThrownBy(() -> GatewaySettings.from(Map.of("MOODLE_TOKEN", "token", "MOODLE_SIGNATURES", "either")))
                .hasMessageContaining("MOODLE_SIGNATURES goes with MOODLE_HMAC_SECRET");
        assertThatThrownBy(
                        () -> GatewaySettings.from(Map.of("TENANTS_FILE", "tenants.example.yaml", "MOODLE_EPOCH", "1")))
                .hasMessageContaining("MOODLE_EPOCH does not go with TENANTS_FILE");
    }

    private static Tenant only(GatewaySettings settings) {
        return settings.tenants().find(null).orElseThrow();
    }

    @Test
    void theOneTenantHasTheLimitsOfTheSettings() {
        GatewaySettings settings = GatewaySettings.from(Map.of(
                "MOODLE_TOKEN", "secret-token",
                "GATEWAY_REQUESTS_PER_SECOND", "1",
                "GATEWAY_REFUSED_BYTES_PER_DAY", "10",
                "GATEWAY_MAX_CONNECTIONS", "8"));

        Tenant tenant = settings.tenants().find(null).orElseThrow();
        assertThat(IntStream.range(0, 5).filter(i -> tenant.hasRoom()).count()).isBetween(1L, 2L);
        assertThat(tenant.refusals().take(11, Instant.EPOCH)).isFalse();
        assertThat(settings.maxConnections()).isEqualTo(8);
    }

    @Test
    void zeroIsNoLimitAndTheDefaultsAreHigh() {
        GatewaySettings unlimited = GatewaySettings.from(Map.of(
                "MOODLE_TOKEN", "secret-token",
                "GATEWAY_REQUESTS_PER_SECOND", "0",
                "GATEWAY_REFUSED_BYTES_PER_DAY", "0"));
        GatewaySettings defaults = GatewaySettings.from(Map.of("MOODLE_TOKEN", "secret-token"));

        Tenant free = unlimited.tenants().find(null).orElseThrow();
        Tenant ordinary = defaults.tenants().find(null).orElseThrow();
        assertThat(IntStream.range(0, 10_000).allMatch(i -> free.hasRoom())).isTrue();
        assertThat(free.refusals().take(Integer.MAX_VALUE, Instant.EPOCH)).isTrue();
        assertThat(IntStream.range(0, 2000).allMatch(i -> ordinary.hasRoom())).isTrue();
        assertThat(ordinary.refusals().take(100 * 1024 * 1024, Instant.EPOCH)).isTrue();
        assertThat(ordinary.refusals().take(1, Instant.EPOCH)).isFalse();
        assertThat(defaults.maxConnections()).isEqualTo(2000);
    }

    @Test
    void everyProblemIsListedAtOnce() {
        assertThatThrownBy(() -> GatewaySettings.from(Map.of(
                        "GATEWAY_PORT", "70000",
                        "GATEWAY_PROT", "8001",
                        "GATEWAY_TRUSTED_PROXIES", "10.0.0.0/8, nonsense",
                        "KAFKA_ACKS", "1",
                        "LOG_FORMAT", "xml",
                        "MOODLE_TOKEN_FILE", "/does/not/exist")))
                .isInstanceOf(InvalidSettingsException.class)
                .message()
                .contains("GATEWAY_PORT must", "GATEWAY_PROT is not", "GATEWAY_TRUSTED_PROXIES must")
                .contains("KAFKA_ACKS cannot", "LOG_FORMAT must", "MOODLE_TOKEN_FILE must")
                .doesNotContain("nonsense");
    }

    @Test
    void anUnknownTenantIsNobody() {
        GatewaySettings settings = GatewaySettings.from(Map.of("MOODLE_TOKEN", "secret-token"));

        assertThat(settings.tenants().find("elsewhere")).isEqualTo(Optional.empty());
    }
}
