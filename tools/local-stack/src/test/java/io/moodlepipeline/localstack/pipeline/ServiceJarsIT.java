package io.moodlepipeline.localstack.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.ZohoFiles;
import io.moodlepipeline.runtime.service.Closer;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.testkit.tables.BusinessColumns;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services as they are delivered: one executable jar each, whose class path is not that of the tests. */
@OnBackends
class ServiceJarsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ENDED_BY_SIGTERM = 143;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Closer processes = new Closer();

    @TempDir
    Path logs;

    @AfterEach
    void end() {
        processes.close();
    }

    @Test
    void aGradePostedToOneJarReachesTablesAndZohoByOthersAndAllEndOnSigterm(
            KafkaBackend kafka, PostgresBackend postgres) throws Exception {
        Database database = postgres.createDatabase("service_jars");
        RunningPipeline.startAfresh(kafka.bootstrapServers());
        LocalPort zoho = LocalPort.free("the simulator of Zoho");
        LocalPort gatewayPort = LocalPort.free("the gateway");
        List<Process> services = List.of(
                start(
                        kafka,
                        "ingest-gateway",
                        Map.of("GATEWAY_PORT", Integer.toString(gatewayPort.number()), "MOODLE_TOKEN", "test-token")),
                start(kafka, "grade-processor", Map.of()),
                start(
                        kafka,
                        "db-writer",
                        Map.of(
                                "DATABASE_URL", database.jdbcUrl(),
                                "DATABASE_USER", database.user(),
                                "DATABASE_PASSWORD", database.password(),
                                "LOG_FORMAT", "json")),
                start(
                        kafka,
                        "zoho-sink",
                        Map.of(
                                "DATABASE_URL", database.jdbcUrl(),
                                "DATABASE_USER", database.user(),
                                "DATABASE_PASSWORD", database.password(),
                                "ZOHO_SINK_TENANTS_FILE", tenants(zoho),
                                "ZOHO_SINK_LINGER_SECONDS", "1")),
                start(kafka, "tools/zoho-simulator", Map.of(), "--port", Integer.toString(zoho.number())));

        await().atMost(PATIENCE).until(() -> post(gatewayPort, "user_created", SampleEvents.userCreated()) == 200);
        assertThat(post(gatewayPort, "grade_updated", SampleEvents.gradeUpdated()))
                .isEqualTo(200);

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(BusinessColumns.read(database).values())
                        .anySatisfy(row -> assertThat(row).containsEntry("btec_grade", "Merit")));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(grades(zoho)).contains("\"BTEC_Grade_Name\":\"Merit\""));
        for (Process service : services) {
            service.destroy();
            assertThat(service.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        }
    }

    @Test
    @EmbeddedOnly("starts a broker of its own, whose groups nobody leaves")
    void whereALibraryCannotBeUnpackedConsumersNameTopicCompressionAndFolderAndStay(PostgresBackend postgres)
            throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(logs.resolve("kafka")));
        processes.register(kafka);
        Database database = postgres.createDatabase("compressed");
        RunningPipeline.startAfresh(kafka.bootstrapServers());
        Path noFolder = Files.createFile(logs.resolve("no-folder"));
        LocalPort gatewayPort = LocalPort.free("the gateway");
        start(
                kafka,
                "ingest-gateway",
                Map.of(
                        "GATEWAY_PORT",
                        Integer.toString(gatewayPort.number()),
                        "MOODLE_TOKEN",
                        "test-token",
                        "KAFKA_COMPRESSION_TYPE",
                        "zstd"));
        await().atMost(PATIENCE).until(() -> post(gatewayPort, "user_created", SampleEvents.userCreated()) == 200);
        assertThat(post(gatewayPort, "grade_updated", SampleEvents.gradeUpdated()))
                .isEqualTo(200);

        Map<String, String> unable = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + noFolder);
        List<Process> consumers = List.of(start(kafka, "grade-processor", unable), start(kafka, "db-writer", unable));

        for (String name : List.of("grade-processor", "db-writer")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Files.readString(logs.resolve(name + ".log")))
                            .containsPattern("WAITING.*the records of topic moodle\\.(user-created|grade-updated) are"
                                    + " compressed with zstd, whose native library cannot be loaded from .*no-folder"));
        }
        // Nor is the next stream thread believed, which looks well until it meets the same.
        await().atMost(PATIENCE)
                .until(() -> logged("grade-processor").stream()
                                .filter(line -> line.contains("Stream thread failed"))
                                .count()
                        > 1);
        assertThat(logged("grade-processor").stream()
                        .dropWhile(line -> !line.contains("Stream thread failed"))
                        .filter(line -> line.contains("READY")))
                .isEmpty();
        assertThat(consumers).allMatch(Process::isAlive);
    }

    private List<String> logged(String name) throws IOException {
        return Files.readAllLines(logs.resolve(name + ".log"));
    }

    private Process start(KafkaBackend kafka, String module, Map<String, String> settings, String... arguments)
            throws IOException {
        String name = Path.of(module).getFileName().toString();
        Path jar = Path.of("..", "..", module, "target", name + ".jar");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment().putAll(settings);
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        builder.environment().put("MANAGEMENT_PORT", "0");
        Process process = builder.start();
        processes.register(process::destroyForcibly);
        return process;
    }

    private String tenants(LocalPort zoho) {
        Credentials credentials = SimulatorOptions.defaults().credentials();
        return ZohoFiles.write(
                        DataDirectory.create(logs.resolve("data")),
                        URI.create("http://" + zoho.address()),
                        credentials.clientId(),
                        credentials.clientSecret(),
                        credentials.refreshToken())
                .toString();
    }

    private String grades(LocalPort zoho) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://" + zoho.address() + "/simulator/records/Grades"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private int post(LocalPort port, String event, byte[] body) throws InterruptedException {
        try {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://" + port.address() + "/api/v1/events/moodle/" + event))
                                    .headers("Content-Type", "application/json", "X-Moodle-Token", "test-token")
                                    .POST(BodyPublishers.ofByteArray(body))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            // Not listening yet.
            return 0;
        }
    }
}
