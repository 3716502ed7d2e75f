package io.moodlepipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import java.util.Map;
import java.util.Optional;
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
