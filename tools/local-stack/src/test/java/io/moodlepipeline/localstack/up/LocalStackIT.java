package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.localstack.PipelineCommand;
import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.RunningStack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline as a person meets it: up, demo, down, and up again on the same data. */
final class LocalStackIT {
    @TempDir
    private Path directory;

    @Test
    void demoShowsItsRowsAlsoAfterARestart() {
        try (Stack stack = stack()) {
            stack.start();

            String shown = demo();

            assertThat(lines(shown))
                    .contains(
                            "9000000000001 amal.haddad Amal Haddad amal.haddad@example.edu Amman no",
                            "9000000000003 9000000000003 9000000000001 5 suspended",
                            "9000000000001 Unit 1 70 70 Distinction assumed-100 -",
                            "9000000000001 Unit 2 69.99999 69.99999 Merit assumed-100 -",
                            "9000000000001 Unit 3 7 70 Distinction maximum -",
                            "9000000000002 Unit 1 62 62 Merit assumed-100 -",
                            "9000000000003 Unit 1 45 45 Pass assumed-100 -",
                            "9000000000002 Unit 3 - - Not Graded - -",
                            "9000000000003 Unit 2 130 130 - assumed-100 above-100-without-maximum",
                            "9000000000001 Amal Haddad amal.haddad@example.edu Amman Active",
                            "9000000000003 Clara Weiss 9000000000001 Suspended DATE",
                            "9000000000001-9000000000002 Amal Haddad Unit 1 70 Distinction assumed-100 DATE",
                            "9000000000002-9000000000004 Basil Nasser Unit 3 - Not Graded - -");
        }
        try (Stack again = stack()) {
            again.start();

            assertThat(lines(demo()))
                    .contains("9000000000003 Unit 1 45 45 Pass assumed-100 -")
                    .containsOnlyOnce("9000000000003-9000000000002 Clara Weiss Unit 1 45 Pass assumed-100 DATE");
        }
        assertThat(RunningStack.read(data())).isEmpty();
    }

    private String demo() {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int exitCode = PipelineCommand.commandLine(Map.of())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute("demo", "--data", data().root().toString());
        assertThat(exitCode).as(errors.toString()).isZero();
        return output.toString();
    }

    private Stack stack() {
        StackSettings settings = new StackSettings(data(), FreePorts.choose(), "127.0.0.1", Set.of(), true, Map.of());
        return new Stack(settings, new Progress(new PrintWriter(new StringWriter()), false));
    }

    private DataDirectory data() {
        return DataDirectory.create(directory.resolve("data"));
    }

    private static Iterable<String> lines(String shown) {
        return shown.lines()
                .map(line -> line.strip().replaceAll(" +", " ").replaceAll("\\d{4}-\\d{2}-\\d{2}$", "DATE"))
                .toList();
    }
}
