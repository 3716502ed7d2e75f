package io.moodlepipeline.localstack.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningStackTest {
    @Test
    void isReadAsItWasWritten(@TempDir Path directory) {
        DataDirectory data = DataDirectory.create(directory);
        RunningStack stack = new RunningStack(
                ProcessHandle.current().pid(),
                URI.create("http://127.0.0.1:8001"),
                "127.0.0.1:19092",
                "jdbc:postgresql://127.0.0.1:15432/pipeline",
                URI.create("http://127.0.0.1:8120"),
                "/data/zoho/tenants.yaml",
                List.of("db-writer"),
                Map.of("db-writer", "127.0.0.1:8103"),
                Map.of("EVENT_RETENTION_DAYS", "30"));

        stack.write(data);

        assertThat(RunningStack.read(data)).contains(stack);
        assertThat(stack.hasProcess()).isTrue();
    }
}
