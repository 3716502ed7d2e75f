package io.moodlepipeline.faults;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.testkit.LocalPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of a service, run from its jar as it is delivered. */
final class ServiceProcess implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 128;
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalPort management = LocalPort.free("management");
    private final Path jar;
    private final List<String> arguments;
    private final Path log;
    private final Map<String, String> environment;
    private ChildProcess process;

    /** Null for those of a test. */
    private List<String> flags;

    /** What {@code /readyz} says; status 0 when nobody answers. */
    record Readiness(int status, String text) {}

    /**
     * @param module its folder
     * @param name of this instance, for its log
     */
    ServiceProcess(String module, String name, Path logs, Map<String, String> environment, String... arguments) {
        this.arguments = List.of(arguments);
        Path folder = Path.of("..", "..").resolve(module);
        jar = folder.resolve(Path.of("target", folder.getFileName() + ".jar"));
        log = logs.resolve(name + ".log");
        this.environment = new HashMap<>(environment);
        this.environment.put("MANAGEMENT_PORT", Integer.toString(management.number()));
    }

    void start() {
        start(Map.of());
    }

    /** @param further settings, for this start alone */
    void start(Map<String, String> further) {
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar.getFileName() + " is not built: run mvn package first");
        }
        List<String> command = flags == null
                ? JavaCommand.of(HEAP_MEGABYTES, "-jar", jar.toString())
                : JavaCommand.of(flags, "-jar", jar.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(further);
        process = ChildProcess.start(builder);
    }

    ServiceProcess awaitReady() {
        await().atMost(READY_LIMIT).until(() -> readiness().status() == 200);
        return this;
    }

    Readiness readiness() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + management.address() + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return new Readiness(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Readiness(0, "no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Readiness(0, "interrupted");
        }
    }

    /** With the flags of the compose file from the next start on. */
    void asComposed(String service) {
        flags = ComposeFlags.of(service);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.kill();
    }

    /** It does nothing, and its connections stay open. */
    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    void terminate() {
        process.terminate();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.kill();
        }
    }
}
