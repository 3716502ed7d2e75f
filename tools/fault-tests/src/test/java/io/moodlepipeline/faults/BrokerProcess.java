package io.moodlepipeline.faults;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.testkit.LocalPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A real broker in a process of its own, which keeps its data and its address over kills and starts. */
final class BrokerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path data;
    private final Path log;
    private final List<String> wrapper;
    private final LocalPort port = LocalPort.free("the broker");
    private final LocalPort controllerPort = LocalPort.free("the controller");
    private LocalPort advertised = port;
    private ChildProcess process;

    /** @param wrapper a command that runs the one behind it, such as one that limits it; empty for none */
    BrokerProcess(Path data, Path log, List<String> wrapper) {
        this.data = data;
        this.log = log;
        this.wrapper = List.copyOf(wrapper);
    }

    /** The broker's own port, which a network in between forwards to. */
    LocalPort port() {
        return port;
    }

    /** Has clients come through another port, from the next start on. */
    void advertise(LocalPort way) {
        advertised = way;
    }

    String address() {
        return advertised.address();
    }

    void start() {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(JavaCommand.of(
                256,
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                data.toString(),
                Integer.toString(port.number()),
                Integer.toString(controllerPort.number()),
                Integer.toString(advertised.number())));
        process = ChildProcess.start(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        awaitAnswering();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.kill();
    }

    /** It answers nobody, and its connections stay open. */
    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    private void awaitAnswering() {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address()))) {
            await().atMost(START_LIMIT)
                    .ignoreExceptions()
                    .until(() -> !admin.describeCluster().nodes().get().isEmpty());
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.thaw();
            process.kill();
        }
    }
}
