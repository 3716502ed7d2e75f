package io.moodlepipeline.zoho;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sink as a process of its own. */
final class SinkProcess {
    private final Process process;

    private SinkProcess(Process process) {
        this.process = process;
    }

    /** @param flags of the JVM */
    static SinkProcess start(Map<String, String> settings, Path logs, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ZohoSinkApplication.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("sink.log").toFile());
        builder.environment().putAll(settings);
        return new SinkProcess(builder.start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As an operator stops it: it leaves its group. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
