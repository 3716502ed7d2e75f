package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.testkit.Database;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceEnvironmentTest {
    @Test
    void gatewayNeedsNoTokenBesideTenantsOrWithoutAuthentication() {
        assertThat(ServiceEnvironment.needsToken(Map.of("TENANTS_FILE", "tenants.yaml")))
                .isFalse();
        assertThat(ServiceEnvironment.needsToken(Map.of("GATEWAY_AUTHENTICATION", "none")))
                .isFalse();
    }

    @Test
    void sinkWritesToTheSimulatorWithoutMuchLingering(@TempDir Path directory) {
        assertThat(ofTheSink(directory, Map.of()))
                .containsEntry(
                        "ZOHO_SINK_TENANTS_FILE",
                        directory.resolve("zoho/tenants.yaml").toString())
                .containsEntry("ZOHO_SINK_LINGER_SECONDS", "1");
    }

    @Test
    void sinkTakesTheCallersTenantsAndLinger(@TempDir Path directory) {
        assertThat(ofTheSink(
                        directory, Map.of("ZOHO_SINK_TENANTS_FILE", "mine.yaml", "ZOHO_SINK_LINGER_SECONDS", "30")))
                .containsEntry("ZOHO_SINK_TENANTS_FILE", "mine.yaml")
                .containsEntry("ZOHO_SINK_LINGER_SECONDS", "30");
    }

    private static Map<String, String> ofTheSink(Path directory, Map<String, String> environment) {
        StackSettings settings = new StackSettings(
                new DataDirectory(directory), FreePorts.choose(), "127.0.0.1", Set.of(), true, environment);
        Database database = new Database("jdbc:postgresql://127.0.0.1:15432/pipeline", "pipeline", "pipeline");
        return new ServiceEnvironment(settings, "127.0.0.1:19092", database, Optional.empty())
                .of(StackService.ZOHO_SINK);
    }

    @Test
    void gatewayNeedsATokenOtherwise() {
        assertThat(ServiceEnvironment.needsToken(Map.of())).isTrue();
        assertThat(ServiceEnvironment.needsToken(Map.of("TENANTS_FILE", "", "GATEWAY_AUTHENTICATION", "required")))
                .isTrue();
    }
}
