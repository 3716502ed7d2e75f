package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads Zoho's descriptions of modules, fields and organisation. */
final class MetadataReplies {
    private static final int NOT_SAID = -1;
    private static final String ACTUAL_VALUE = "actual_value";

    private MetadataReplies() {}

    static FieldMetadata field(JsonNode field) {
        JsonNode operations = field.path("operation_type");
        boolean writable = !is(field, "read_only") && !is(field, "field_read_only");
        return new FieldMetadata(
                field.path("api_name").asText(),
                field.path("data_type").asText(),
                field.path("length").asInt(0),
                field.path("decimal_place").asInt(NOT_SAID),
                isUnique(field),
                is(field, "system_mandatory"),
                writable && operations.path("api_create").asBoolean(true),
                writable && operations.path("api_update").asBoolean(true),
                lookupModule(field.path("lookup").path("module")),
                words(field.path("pick_list_values")));
    }

    static ModuleMetadata module(JsonNode module) {
        return new ModuleMetadata(
                module.path("api_name").asText(),
                module.path("generated_type").asText(),
                is(module, "api_supported"),
                is(module, "creatable"),
                is(module, "editable"),
                module.path("status").asText().equals("visible"));
    }

    static OrgInfo org(JsonNode org) {
        JsonNode license = org.path("license_details");
        return new OrgInfo(
                org.path("zgid").asText(),
                textOrNull(org.path("time_zone")),
                textOrNull(license.path("paid_type")),
                license.path("users_license_purchased").asInt(0));
    }

    /** {@code {}} is no, any content yes. An external id of the whole organisation takes part in matching as if it were unique. */
    private static boolean isUnique(JsonNode field) {
        return !field.path("unique").isEmpty()
                || field.path("external").path("type").asText().equals("org");
    }

    private static String lookupModule(JsonNode module) {
        // Older versions have the name alone.
        return textOrNull(module.isObject() ? module.path("api_name") : module);
    }

    /** What people see leads: a school that has renamed a word means the new one. */
    private static Map<String, String> words(JsonNode values) {
        List<JsonNode> used = StreamSupport.stream(values.spliterator(), false)
                .filter(value -> !value.path("type").asText().equals("unused"))
                .toList();
        Map<String, String> words = new HashMap<>();
        for (String name : List.of("display_value", ACTUAL_VALUE)) {
            for (JsonNode value : used) {
                String word = textOrNull(value.path(name));
                if (word != null) {
                    words.putIfAbsent(word, value.path(ACTUAL_VALUE).asText(word));
                }
            }
        }
        return words;
    }

    private static boolean is(JsonNode object, String member) {
        return object.path(member).asBoolean(false);
    }

    private static String textOrNull(JsonNode node) {
        String text = node.asText("");
        return text.isEmpty() ? null : text;
    }
}
