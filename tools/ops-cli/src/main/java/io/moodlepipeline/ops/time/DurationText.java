package io.moodlepipeline.ops.time;

import java.time.Duration;

/** A length of time in the two largest units that matter, such as {@code 2 h 5 min}. */
public final class DurationText {
    private DurationText() {}

    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 24 * 3600) {
            return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return two(seconds / (24 * 3600), "d", seconds % (24 * 3600) / 3600, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
