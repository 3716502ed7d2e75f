package io.moodlepipeline.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is delivered: its jar, the libraries that its manifest names, a process and a signal. */
@Timeout(120)
final class PackagedCommandIT {
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    private Path directory;

    @Test
    void stackStartsFromItsJarAndStopsInOrder() throws Exception {
        Process up = start(
                "up",
                "--gateway-port=0",
                "--kafka-port=0",
                "--controller-port=0",
                "--postgres-port=0",
                "--zoho-port=0",
                "--management-port=0");
        try (BufferedReader output = output(up)) {
            assertThat(linesUntil(output, "READY")).last().asString().contains("http://127.0.0.1:", "jdbc:postgresql:");

            assertThat(start("demo").waitFor()).isZero();
            assertThat(start("topics", "list").waitFor()).isZero();
            // The verbs' log is another: the stack must choose its own before anything is logged.
            assertThat(directory.resolve("data/logs/pipeline.log")).isNotEmptyFile();

            // Of the handle: the process's own would close its output, too.
            up.toHandle().destroy();
            assertThat(linesUntil(output, "PostgreSQL"))
                    .extracting(line -> line.replaceFirst(" .*", ""))
                    .containsExactly(
                            "ingest-gateway",
                            "grade-processor",
                            "db-writer",
                            "redriver",
                            "zoho-sink",
                            "zoho-simulator",
                            "Kafka",
                            "PostgreSQL");
            assertThat(up.waitFor()).isEqualTo(ENDED_BY_SIGTERM);
        } finally {
            up.destroy();
            up.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatWasAcceptedUnderOneLanguageOfTheMachineIsThereUnderTheNext() throws Exception {
        upIn("ar", "EG", () -> assertThat(start("demo").waitFor()).isZero());
        String held = held();
        assertThat(held).contains("moodle.grade-enriched");

        upIn("tr", "TR", () -> {
            assertThat(start("verify").waitFor()).isZero();
            assertThat(output(start("topics", "list", "-o", "csv")).lines().collect(Collectors.joining("\n")))
                    .isNotEmpty();
        });
        assertThat(held()).isEqualTo(held);
    }

    /** Every partition that holds events, and its files' names. */
    private String held() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data/kafka"))) {
            return files.filter(file -> file.toString().matches(".*/moodle\\.[^/]*/[^/]*\\.log"))
                    .map(file -> file + " " + file.toFile().length())
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
    }

    private void upIn(String language, String country, Work work) throws Exception {
        Process up = start(
                List.of("-Duser.language=" + language, "-Duser.country=" + country),
                "up",
                "--gateway-port=0",
                "--kafka-port=0",
                "--controller-port=0",
                "--postgres-port=0",
                "--zoho-port=0",
                "--management-port=0");
        try (BufferedReader output = output(up)) {
            assertThat(linesUntil(output, "READY")).last().asString().startsWith("READY");
            work.run();
            up.toHandle().destroy();
            linesUntil(output, "PostgreSQL");
        } finally {
            up.destroy();
            assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    private Process start(List<String> javaOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-jar",
                Path.of("target", "local-stack.jar").toString(),
                "--data",
                directory.resolve("data").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static List<String> linesUntil(BufferedReader output, String start) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith(start)) {
                return lines;
            }
        }
        return lines;
    }
}
