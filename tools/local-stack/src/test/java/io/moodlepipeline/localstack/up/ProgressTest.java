package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final StringWriter console = new StringWriter();

    @Test
    void secretIsPrintedForAPerson() {
        progress(true).saySecret("token of tenant default", "a secret", Path.of("/data/moodle-token"));

        assertThat(console.toString()).isEqualToIgnoringNewLines("token of tenant default: a secret");
    }

    @Test
    void whereNobodyReadsAlongTheFileIsNamedInstead() {
        progress(false).saySecret("token of tenant default", "a secret", Path.of("/data/moodle-token"));

        assertThat(console.toString()).isEqualToIgnoringNewLines("token of tenant default is in /data/moodle-token");
    }

    private Progress progress(boolean isTerminal) {
        return new Progress(new PrintWriter(console), isTerminal);
    }
}
