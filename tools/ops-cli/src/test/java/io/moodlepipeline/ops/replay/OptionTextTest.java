package io.moodlepipeline.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class OptionTextTest {
    @ParameterizedTest
    @CsvSource({
        "2026-09-01T08:00:00.000,2026-09-01T08:00:00Z",
        "2026-09-01T08:00:00,2026-09-01T08:00:00Z",
        "2026-09-01T08:00,2026-09-01T08:00:00Z",
        "2026-09-01T08:00:00.000Z,2026-09-01T08:00:00Z",
        "2026-09-01T10:00:00.000+02:00,2026-09-01T08:00:00Z",
        "2026-09-01T10:00:00.000+0200,2026-09-01T08:00:00Z"
    })
    void timesAreReadAsKafkasToolReadsThem(String text, Instant time) {
        assertThat(new TimeConverter().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09-01", "yesterday", "2026-13-01T00:00:00", "+999999999-01-01T00:00:00", ""})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> new TimeConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void topicsComeWithPartitionsOrWithout() {
        TopicChoice.Converter converter = new TopicChoice.Converter();

        assertThat(converter.convert("moodle.user-created"))
                .isEqualTo(new TopicChoice("moodle.user-created", Set.of()));
        assertThat(converter.convert("moodle.user-created:0,5"))
                .isEqualTo(new TopicChoice("moodle.user-created", Set.of(0, 5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:", "a:x", "a:1,", "a:-1", "a b", "a:1:2"})
    void whatIsNoTopicIsRefused(String text) {
        assertThatThrownBy(() -> new TopicChoice.Converter().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
