package io.moodlepipeline.ops.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Whether a value that was sent is the one that Zoho answers with, which may be written otherwise. */
final class SameValue {
    private SameValue() {}

    static boolean of(JsonNode sent, JsonNode found) {
        if (isNothing(sent) || isNothing(found)) {
            return isNothing(sent) && isNothing(found);
        }
        if (sent.isObject()) {
            // A lookup, which comes back with its name.
            return sent.path("id").asText().equals(found.path("id").asText());
        }
        String one = sent.asText();
        String other = found.asText();
        if (one.equals(other)) {
            return true;
        }
        if (sent.isNumber() || found.isNumber()) {
            Optional<BigDecimal> number = number(one);
            return number.isPresent()
                    && number(other)
                            .filter(with -> with.compareTo(number.get()) == 0)
                            .isPresent();
        }
        Optional<OffsetDateTime> time = time(one);
        return time.isPresent()
                && time(other).filter(with -> with.isEqual(time.get())).isPresent();
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<OffsetDateTime> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
