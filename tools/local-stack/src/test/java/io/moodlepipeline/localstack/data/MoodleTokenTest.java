package io.moodlepipeline.localstack.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.localstack.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MoodleTokenTest {
    @TempDir
    private Path directory;

    private DataDirectory data;

    @BeforeEach
    void createData() {
        data = DataDirectory.create(directory.resolve("data"));
    }

    @Test
    void generatedTokenIsLongAndStays() {
        MoodleToken first = MoodleToken.keep(data, Map.of());

        assertThat(first.value()).matches("[A-Za-z0-9_-]{43}");
        assertThat(MoodleToken.keep(data, Map.of())).isEqualTo(first);
    }

    @Test
    void tokenOfTheEnvironmentReplacesTheGeneratedOne() {
        MoodleToken.keep(data, Map.of());

        assertThat(MoodleToken.keep(data, Map.of("MOODLE_TOKEN", "given")).value())
                .isEqualTo("given");
        assertThat(MoodleToken.kept(data)).contains(new MoodleToken("given"));
    }

    @Test
    void tokenOfAFileIsReadAndKeptForTheDemo() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "from-file\n");

        assertThat(MoodleToken.keep(data, Map.of("MOODLE_TOKEN_FILE", file.toString())))
                .isEqualTo(new MoodleToken("from-file"));
        assertThat(MoodleToken.kept(data)).contains(new MoodleToken("from-file"));
    }

    @Test
    void fileThatCannotBeReadIsNotReplacedByAGeneratedToken() {
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> MoodleToken.keep(data, Map.of("MOODLE_TOKEN_FILE", "/nowhere")))
                .withMessage("MOODLE_TOKEN_FILE must be the path of a readable file");
        assertThat(MoodleToken.kept(data)).isEmpty();
    }

    @Test
    void onlyTheOwnerReadsTokenAndFolder() throws IOException {
        MoodleToken.keep(data, Map.of());

        assertThat(permissions(data.token())).isEqualTo("rw-------");
        assertThat(permissions(data.root())).isEqualTo("rwx------");
    }

    @Test
    void tokenIsNotInItsText() {
        assertThat(new MoodleToken("secret")).asString().doesNotContain("secret");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
