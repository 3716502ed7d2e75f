package io.moodlepipeline.zohosimulator.record;

import java.util.Optional;
import java.util.regex.Pattern;

/** Record ids as they are written in requests. */
public final class RecordIdText {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}|[1-8]\\d{18}");

    private RecordIdText() {}

    /** @param text may be null */
    public static Optional<Long> parse(String text) {
        return Optional.ofNullable(text)
                .filter(id -> DIGITS.matcher(id).matches())
                .map(Long::valueOf);
    }
}
