package io.moodlepipeline.ops.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 3s}, {@code 5m}, {@code 2h} and {@code 7d}, and ISO 8601 as Kafka's tools take it, such as {@code P1DT2H}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, LongFunction<Duration>> UNITS = Map.of(
            "ms", Duration::ofMillis,
            "s", Duration::ofSeconds,
            "m", Duration::ofMinutes,
            "h", Duration::ofHours,
            "d", Duration::ofDays);

    /** Longer than anything is kept, and short enough to be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Override
    public Duration convert(String text) {
        return parse(text)
                .orElseThrow(() -> new TypeConversionException("'" + text
                        + "' is no length of time such as 90s, 5m, 2h, 7d or P1DT2H, of at most a hundred years"));
    }

    /** Empty for what is no length of time. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            return withinLimits(UNITS.get(matcher.group(2)).apply(Long.parseLong(matcher.group(1))));
        }
        try {
            return withinLimits(Duration.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> withinLimits(Duration duration) {
        return Optional.of(duration).filter(known -> !known.isNegative() && known.compareTo(LONGEST) <= 0);
    }
}
