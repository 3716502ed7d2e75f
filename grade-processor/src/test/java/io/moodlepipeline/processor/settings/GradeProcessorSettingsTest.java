package io.moodlepipeline.processor.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.runtime.management.ManagementSettings;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import io.moodlepipeline.testkit.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GradeProcessorSettingsTest {
    @Test
    void startsWithNothingSet() {
        GradeProcessorSettings settings = GradeProcessorSettings.from(Map.of());

        assertThat(settings.management()).isEqualTo(new ManagementSettings(List.of("127.0.0.1"), 8102));
        assertThat(settings.banding()).isEqualTo(BandingPolicy.BUILT_IN);
        assertThat(settings.kafka().all()).containsEntry("bootstrap.servers", "127.0.0.1:19092");
    }

    @Test
    void propertiesOfKafkaStreamsPassThrough() {
        GradeProcessorSettings settings = GradeProcessorSettings.from(Map.of("KAFKA_NUM_STREAM_THREADS", "2"));

        assertThat(settings.kafka().all()).containsEntry("num.stream.threads", "2");
    }

    @Test
    void everyProblemIsToldAtOnce(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("banding.yaml"), "default: 70");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> GradeProcessorSettings.from(Map.of(
                        "MANAGEMENT_PORT", "http",
                        "LOG_FORMAT", "xml",
                        "KAFKA_ACKS", "1",
                        "GRADE_PROCESSOR_BANDING_FILE", file.toString(),
                        "GRADE_PROCESSOR_BANDS", "3")))
                .withMessageContainingAll(
                        "MANAGEMENT_PORT must be",
                        "LOG_FORMAT must be",
                        "KAFKA_ACKS cannot be set",
                        "GRADE_PROCESSOR_BANDING_FILE default must hold",
                        "GRADE_PROCESSOR_BANDS is not a setting");
    }

    @Test
    void missingBandingFileIsNotTheBuiltInRules() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> GradeProcessorSettings.from(Map.of("GRADE_PROCESSOR_BANDING_FILE", "/nowhere.yaml")))
                .withMessageContaining("GRADE_PROCESSOR_BANDING_FILE must be the path of a readable file");
    }

    @Test
    void readmeHasTheTableOfSettings() {
        SettingsTable table = new SettingsTable();
        GradeProcessorSettings.ALL.forEach(
                setting -> table.row(setting.name(), setting.defaultValue(), setting.meaning()));

        table.assertIn(Path.of("README.md"));
        table.assertIn(Path.of("../README.md"));
    }
}
