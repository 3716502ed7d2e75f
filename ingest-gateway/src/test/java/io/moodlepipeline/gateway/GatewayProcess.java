package io.moodlepipeline.gateway;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.testkit.LocalPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The packaged gateway with the flags of its README, and a limit of files; its log is in the module's {@code target}. */
final class GatewayProcess implements AutoCloseable {
    static final String TOKEN = "test-token";
    private static final Path JAR = Path.of(System.getProperty("gateway.jar", "target/ingest-gateway.jar"));
    private static final Path LOG = Path.of("target/crowd-gateway.log");
    private static final Duration TIME_TO_START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final int managementPort;
    private final HttpClient probing = HttpClient.newHttpClient();

    private GatewayProcess(Process process, int port, int managementPort) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    static GatewayProcess start(String brokers, int files) {
        int port = LocalPort.free("the gateway").number();
        int managementPort = LocalPort.free("the gateway's management").number();
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + files + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-jar",
                        JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        builder.environment()
                .putAll(Map.of(
                        "GATEWAY_PORT",
                        Integer.toString(port),
                        "MANAGEMENT_PORT",
                        Integer.toString(managementPort),
                        "MOODLE_TOKEN",
                        TOKEN,
                        "KAFKA_BOOTSTRAP_SERVERS",
                        brokers));
        try {
            GatewayProcess gateway = new GatewayProcess(builder.start(), port, managementPort);
            gateway.awaitReady();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        try {
            await().atMost(TIME_TO_START)
                    .ignoreException(ConnectException.class)
                    .until(() -> readiness() == 200);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(LOG);
    }

    int port() {
        return port;
    }

    /** The status of {@code /readyz}. */
    int readiness() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return probing.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await().until(() -> !process.isAlive());
    }
}
