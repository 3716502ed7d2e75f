package io.moodlepipeline.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.RunningStack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class PipelineCommandTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo", "topics apply"})
    void everyVerbHasHelp(String verb) {
        assertThat(execute((verb + " --help").split(" "))).isZero();
        assertThat(output.toString()).startsWith("Usage: pipeline " + verb).contains("--data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--gateway-port=abc", "--kafka-port=70000", "--postgres-port=-1", "--without=zoho", "--unknown"})
    void wrongOptionIsAUsageError(String option) {
        assertThat(execute("up", option)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("Usage: pipeline up");
    }

    @Test
    void unknownServiceIsAnsweredWithTheNamesOfAll() {
        execute("up", "--without=zoho");

        assertThat(errors.toString())
                .contains("'zoho' is not a service; there are ingest-gateway, grade-processor, db-writer, redriver,"
                        + " zoho-sink and zoho-simulator");
    }

    @Test
    void demoWithoutAStackSaysHowToStartOne(@TempDir Path directory) {
        assertThat(execute("demo", "--data", directory.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors).hasToString("The stack is not up: start it with ./pipeline up" + System.lineSeparator());
    }

    @Test
    void demoSendsNothingToASchoolsZohoByItself(@TempDir Path directory) {
        new RunningStack(
                        ProcessHandle.current().pid(),
                        URI.create("http://127.0.0.1:8001"),
                        "127.0.0.1:19092",
                        "jdbc:postgresql://127.0.0.1:15432/pipeline",
                        null,
                        "/srv/tenants.yaml",
                        List.of("zoho-sink"),
                        Map.of(),
                        Map.of())
                .write(DataDirectory.create(directory));

        assertThat(execute("demo", "--data", directory.toString())).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString()).contains("the tenants of /srv/tenants.yaml", "--send-to-zoho");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--data %s topics apply", "topics apply --data %s"})
    void operatorsVerbWithoutAStackSaysWhatToDo(String line, @TempDir Path directory) {
        assertThat(execute(String.format(line, directory).split(" "))).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString()).startsWith("The stack is not up: start it with ./pipeline up, or say --data DIR");
    }

    @Test
    void completionKnowsEveryVerb() {
        assertThat(execute("generate-completion")).isZero();
        assertThat(output.toString()).contains("_complete_pipeline", "--gateway-port", "--bootstrap-server");
    }

    private int execute(String... arguments) {
        return PipelineCommand.commandLine(Map.of())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
