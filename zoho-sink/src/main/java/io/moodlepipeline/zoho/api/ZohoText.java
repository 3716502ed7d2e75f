package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words of Zoho's that go on into logs and dead letters: only what has the shape of a name or an id, so that it can quote no data. */
final class ZohoText {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern API_NAME = Pattern.compile("[$A-Za-z][A-Za-z0-9_]{0,99}");
    private static final Pattern ID = Pattern.compile("[0-9]{1,20}");

    private ZohoText() {}

    /** An error's code. */
    static Optional<String> code(JsonNode node) {
        return shaped(CODE, node.asText());
    }

    /** The API name of a field, or a data type. */
    static Optional<String> apiName(JsonNode node) {
        return apiName(node.asText());
    }

    static Optional<String> apiName(String text) {
        return shaped(API_NAME, text);
    }

    /** A record's id. */
    static Optional<String> id(JsonNode node) {
        return shaped(ID, node.asText());
    }

    private static Optional<String> shaped(Pattern shape, String text) {
        return shape.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
