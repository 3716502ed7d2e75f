package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.SignaturePolicy;
import io.moodlepipeline.gateway.tenants.SigningSecret;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import io.moodlepipeline.runtime.record.RecordText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's example of a signed event, run as it is pasted. */
class SignedByHandTest {
    private static final Pattern EXAMPLE = Pattern.compile("```bash\n(GATEWAY=\\S+) (.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"the-secret", "with spaces, 'quotes' and é", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void theReadmesExampleIsTaken(String secret) throws Exception {
        assumeThat(List.of("bash", "curl", "openssl", "od")).allMatch(SignedByHandTest::isInstalled);
        try (RunningGateway gateway = new RunningGateway(tenant(secret))) {
            gateway.now = Instant.now();

            String answer = run(example().replace("SECRET=the-secret", "SECRET=" + quoted(secret)), gateway.url());

            assertThat(answer).contains("HTTP/1.1 200 OK", "\"success\":true");
            ProducerRecord<byte[], byte[]> event = gateway.broker.records.get(0);
            assertThat(event.topic()).isEqualTo("moodle.user-updated");
            String id = RecordText.header(event.headers(), "ce_id");
            assertThat(UUID.fromString(id).version()).isEqualTo(7);
            assertThat(RecordText.header(event.headers(), "ce_sequence")).isEqualTo(id);
            assertThat(Long.parseLong(RecordText.header(event.headers(), "ce_eventtime")))
                    .isCloseTo(gateway.now.toEpochMilli(), within(60_000L));
        }
    }

    private static Tenant tenant(String secret) {
        return new Tenant(
                "default",
                new Authentication(
                        List.of(TokenDigest.of("the-token")),
                        List.of(SigningSecret.of(secret).orElseThrow()),
                        SignaturePolicy.STANDARD,
                        List.of()),
                0);
    }

    private static String example() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        return example.group(2);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private String run(String example, String gateway) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("example"), "GATEWAY=" + gateway + " " + example);
        Path output = folder.resolve("output");
        Process bash = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, UTF_8);
    }

    private static boolean isInstalled(String command) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
