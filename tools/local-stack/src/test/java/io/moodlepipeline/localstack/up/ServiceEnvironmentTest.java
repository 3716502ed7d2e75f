package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServiceEnvironmentTest {
    @Test
    void gatewayNeedsNoTokenBesideTenantsOrWithoutAuthentication() {
        assertThat(ServiceEnvironment.needsToken(Map.of("TENANTS_FILE", "tenants.yaml")))
                .isFalse();
        assertThat(ServiceEnvironment.needsToken(Map.of("GATEWAY_AUTHENTICATION", "none")))
                .isFalse();
    }

    @Test
    void gatewayNeedsATokenOtherwise() {
        assertThat(ServiceEnvironment.needsToken(Map.of())).isTrue();
        assertThat(ServiceEnvironment.needsToken(Map.of("TENANTS_FILE", "", "GATEWAY_AUTHENTICATION", "required")))
                .isTrue();
    }
}
