package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.time.DurationConverter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a date, a time or how long ago it was. Dates begin at midnight UTC, as all times are shown. */
final class MomentConverter implements ITypeConverter<Moment> {
    @Override
    public Moment convert(String text) {
        return DurationConverter.parse(text)
                .map(Moment::ago)
                .or(() -> instant(text))
                .or(() -> date(text))
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a time, such as 2026-03-01, 2026-03-01T08:30:00Z or 12h (ago)"));
    }

    private static Optional<Moment> instant(String text) {
        try {
            return Optional.of(Moment.of(Instant.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Moment> date(String text) {
        try {
            return Optional.of(Moment.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
