package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.localstack.data.RunningStack;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UpCommandTest {
    @Test
    void readyNamesOnlyWhatRuns() {
        assertThat(UpCommand.ready(running("ingest-gateway", "db-writer")))
                .startsWith("READY gateway http://127.0.0.1:8001, Kafka 127.0.0.1:19092, PostgreSQL jdbc:");
        assertThat(UpCommand.ready(running("db-writer"))).startsWith("READY Kafka 127.0.0.1:19092, PostgreSQL jdbc:");
    }

    private static RunningStack running(String... services) {
        return new RunningStack(
                1,
                URI.create("http://127.0.0.1:8001"),
                "127.0.0.1:19092",
                "jdbc:postgresql://127.0.0.1:15432/pipeline",
                URI.create("http://127.0.0.1:8120"),
                "/data/zoho/tenants.yaml",
                List.of(services),
                Map.of(),
                Map.of());
    }
}
