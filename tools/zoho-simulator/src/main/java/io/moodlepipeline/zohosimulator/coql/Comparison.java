package io.moodlepipeline.zohosimulator.coql;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;

/** Compares what a record has with what a query says: numbers by size, all else as text in any case of letters. */
final class Comparison {
    private Comparison() {}

    static int compare(JsonNode field, Literal value) {
        if (field.isNumber()) {
            return field.decimalValue().compareTo(number(value));
        }
        return text(field).compareTo(value.folded());
    }

    static int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return text(left).compareTo(text(right));
    }

    /** Only what is a number is compared with a number: see {@link Checker}. */
    private static BigDecimal number(Literal value) {
        return new BigDecimal(value.text());
    }

    static String text(JsonNode value) {
        JsonNode shown = value.isObject() ? value.path("id") : value;
        return shown.asText().toLowerCase(Locale.ROOT);
    }
}
