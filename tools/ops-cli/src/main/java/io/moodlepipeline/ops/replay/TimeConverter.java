package io.moodlepipeline.ops.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as Kafka's own tool does: ISO 8601, and UTC where no zone is said. */
final class TimeConverter implements ITypeConverter<Instant> {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .toFormatter();

    @Override
    public Instant convert(String text) {
        try {
            TemporalAccessor time = FORMAT.parseBest(text, Instant::from, LocalDateTime::from);
            Instant instant =
                    time instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(time);
            // Kafka counts milliseconds, of which the years of Java's calendar have more than there are numbers.
            return Instant.ofEpochMilli(instant.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is no time such as 2026-09-01T08:00:00, 2026-09-01T08:00:00.000Z or 2026-09-01T10:00:00+02:00");
        }
    }
}
