package io.moodlepipeline.ops.dlt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MomentConverterTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01T08:30:00Z, 2026-03-01T08:30:00Z",
        "90s, 2026-03-02T09:58:30Z",
        "45m, 2026-03-02T09:15:00Z",
        "12h, 2026-03-01T22:00:00Z",
        "7d, 2026-02-23T10:00:00Z"
    })
    void datesTimesAndHowLongAgoAreRead(String text, Instant expected) {
        assertThat(new MomentConverter().convert(text).at(NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "-1d", "1w", "2026-02-30", "12"})
    void anythingElseIsAMistakeOfUsage(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new MomentConverter().convert(text));
    }
}
