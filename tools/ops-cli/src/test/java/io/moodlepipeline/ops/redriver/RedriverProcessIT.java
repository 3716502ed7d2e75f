package io.moodlepipeline.ops.redriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.ops.dlt.LetterBox;
import io.moodlepipeline.ops.dlt.LetterBox.Draft;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The redriver as it is delivered: the executable jar, which must know that it is a service here. */
@OnBackends
class RedriverProcessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    Path folder;

    @Test
    void sendsWhatIsDueLogsAsAServiceAndEndsOnSigterm(KafkaBackend kafka) throws Exception {
        try (Admin admin = CleanBroker.admin(kafka.bootstrapServers())) {
            new TopicsApply(admin).apply(3);
        }
        Path log = folder.resolve("redriver.log");
        Process redriver = start(kafka, log);
        try (LetterBox box = new LetterBox(kafka.bootstrapServers())) {
            box.write(Draft.of("db-writer", EventType.USER_CREATED, SampleEvents.userCreated())
                    .withCode(DeadLetterCode.RETRIES_EXHAUSTED)
                    .failed(0, Instant.now().minus(Duration.ofHours(1))));

            await().atMost(PATIENCE).until(() -> box.audits().size() == 1);
            assertThat(box.read(EventType.USER_CREATED.topic())).hasSize(1);

            redriver.destroy();
            assertThat(redriver.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(redriver.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(Files.readString(log))
                    .contains("INFO", "READY", "Stopped")
                    .doesNotContain("WARN", "ERROR");
        } finally {
            redriver.destroyForcibly();
        }
    }

    private static Process start(KafkaBackend kafka, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-jar",
                        Path.of("target", "ops-cli.jar").toString(),
                        "redrive",
                        "--watch",
                        "--every",
                        "1s")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "MANAGEMENT_PORT", "0"));
        return builder.start();
    }
}
