package io.moodlepipeline.ops.moodle;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * What the plugin in Moodle and we make of the same values, so that a file can be compared without a name in it: SHA-256 of the
 * values as UTF-8 text, each with a mark behind it. A value counts by its worth, not by how either database writes it. The cases
 * that both sides are tested with are in {@code moodle-state-hashes.json}.
 */
final class StateHash {
    private static final char END_OF_VALUE = '\u001F';
    /** Stands for null, and in no other value: PostgreSQL stores none, and Moodle's are taken out. */
    private static final String NUL = "\0";

    private final StringBuilder values = new StringBuilder();

    StateHash text(String value) {
        return add(value == null ? NUL : value.replace(NUL, ""));
    }

    /** A text for which Moodle has null and empty alike. */
    StateHash textOrEmpty(String value) {
        return text(value == null ? "" : value);
    }

    StateHash integer(Long value) {
        return add(value == null ? NUL : value.toString());
    }

    StateHash decimal(BigDecimal value) {
        return add(value == null ? NUL : value.stripTrailingZeros().toPlainString());
    }

    StateHash truth(Boolean value) {
        if (value == null) {
            return add(NUL);
        }
        return add(value ? "1" : "0");
    }

    /** Unix seconds; Moodle's 0 is our null. */
    StateHash time(Instant value) {
        return add(Long.toString(value == null ? 0 : value.getEpochSecond()));
    }

    StateHash ids(Collection<Long> values) {
        return add(
                values == null
                        ? NUL
                        : values.stream().sorted().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private StateHash add(String value) {
        values.append(value).append(END_OF_VALUE);
        return this;
    }

    String hex() {
        try {
            byte[] text = values.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
