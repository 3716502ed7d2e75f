package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads Zoho's error objects, in the shapes that its versions give them. */
final class RowErrors {
    /** For an error without a code, or with one that does not look like any. */
    private static final String UNKNOWN = "UNKNOWN";

    /** {@code $.data[2].Last_Name}, and {@code $.data[2].Student.id} for what is inside a value. */
    private static final Pattern PATH = Pattern.compile("\\$\\.data\\[\\d+]\\.([^.\\[]+)(.*)");

    private RowErrors() {}

    static RowError read(JsonNode error) {
        String code = ZohoText.code(error.path("code")).orElse(UNKNOWN);
        JsonNode details = error.path("details");
        return new RowError(
                code,
                fieldAtFault(code, details).orElse(null),
                ZohoText.apiName(details.path("expected_data_type")).orElse(null),
                wholeNumber(details.path("maximum_length")),
                duplicateRecordId(code, details).orElse(null),
                StreamSupport.stream(details.path("errors").spliterator(), false)
                        .map(RowErrors::read)
                        .toList());
    }

    private static Optional<String> fieldAtFault(String code, JsonNode details) {
        Matcher path = PATH.matcher(details.path("json_path").asText());
        Optional<String> inPath = path.matches() ? ZohoText.apiName(path.group(1)) : Optional.empty();
        if (inPath.isPresent() && !path.group(2).isEmpty()) {
            // It leads into a value, such as to a lookup's id: what the row knows is the field that holds the value.
            return inPath;
        }
        return ZohoText.apiName(details.path("api_name"))
                .or(() -> inPath)
                .or(() -> oneOfThoseExpected(details))
                .or(() -> badRecordId(code, details));
    }

    private static Optional<String> oneOfThoseExpected(JsonNode details) {
        return ZohoText.apiName(details.path("expected_fields").path(0).path("api_name"));
    }

    /** An id that no record has is named by itself alone. */
    private static Optional<String> badRecordId(String code, JsonNode details) {
        return code.equals("INVALID_DATA") && details.has("id") ? Optional.of("id") : Optional.empty();
    }

    private static Optional<String> duplicateRecordId(String code, JsonNode details) {
        JsonNode holder = details.path("duplicate_record");
        if (holder.isObject()) {
            return ZohoText.id(holder.path("id"));
        }
        return code.equals("DUPLICATE_DATA") ? ZohoText.id(details.path("id")) : Optional.empty();
    }

    private static Integer wholeNumber(JsonNode node) {
        int number = node.asInt(-1);
        return number < 0 ? null : number;
    }
}
