package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.localstack.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentNamesTest {
    private static final String ARABIC = String.format(Locale.forLanguageTag("ar-EG"), "%020d", 17);
    private static final String ASCII = "00000000000000000017";

    @TempDir
    private Path kafka;

    private Path partition;

    @BeforeEach
    void makePartition() throws IOException {
        partition = Files.createDirectories(kafka.resolve("moodle.grade-updated-0"));
    }

    @Test
    void filesNamedWithArabicDigitsGetTheNamesThatKafkaLooksFor() throws IOException {
        assertThat(ARABIC).isNotEqualTo(ASCII);
        Files.writeString(partition.resolve(ARABIC + ".log"), "events");
        Files.writeString(partition.resolve("leader-epoch-checkpoint"), "0");

        assertThat(SegmentNames.repair(kafka)).isEqualTo(1);

        assertThat(partition.resolve(ASCII + ".log")).hasContent("events");
        assertThat(SegmentNames.repair(kafka)).isZero();
    }

    @Test
    void whereKafkaHasBegunAnewNothingIsChanged() throws IOException {
        Files.writeString(partition.resolve(ARABIC + ".log"), "events");
        Files.writeString(partition.resolve(ARABIC + ".index"), "");
        Files.writeString(partition.resolve(ASCII + ".log"), "newer events");

        assertThatThrownBy(() -> SegmentNames.repair(kafka))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("holds events twice");

        assertThat(partition.resolve(ARABIC + ".index")).exists();
        assertThat(partition.resolve(ASCII + ".log")).hasContent("newer events");
    }

    @Test
    void aFolderThatIsNotThereIsNoProblem() {
        assertThat(SegmentNames.repair(kafka.resolve("none"))).isZero();
    }
}
