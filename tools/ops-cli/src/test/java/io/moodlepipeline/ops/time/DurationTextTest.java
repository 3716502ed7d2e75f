package io.moodlepipeline.ops.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S,0 s",
        "PT59.9S,59 s",
        "PT60S,1 min",
        "PT61S,1 min 1 s",
        "PT3600S,1 h",
        "PT25H,1 d 1 h",
        "PT-1S,0 s"
    })
    void theTwoLargestUnitsAreShown(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "3s,PT3S", "5m,PT5M", "2h,PT2H", "7d,P7D", "P1DT2H,P1DT2H"})
    void shortAndIsoAreRead(String text, Duration duration) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-5m", "PT-5M", "5 m", "5w", "2026-03-01", "200000d", "P9999999999D"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
