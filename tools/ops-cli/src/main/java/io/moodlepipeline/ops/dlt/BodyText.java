package io.moodlepipeline.ops.dlt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.json.JsonObjects;
import io.moodlepipeline.ops.output.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A body for people. Unless they ask for it, only what is not personal is shown: the names of our fields, ids, flags and dates in the
 * fields that are known to hold such, a grade's range but not the grade, and texts of fixed vocabularies. Everything else, also the
 * name of a field that is not ours, is told by its kind and length alone, which is what one needs to see why it was refused.
 */
final class BodyText {
    /** Shown when it is a number, a flag or null: a text in their place may be anything. */
    private static final Set<String> PLAIN = Set.of(
            "userid",
            "enrollmentid",
            "courseid",
            "roleid",
            "status",
            "timestart",
            "timeend",
            "timecreated",
            "timemodified",
            "suspended",
            "deleted",
            "gradeid",
            "itemid",
            "grader",
            "grademin",
            "grademax",
            "band_rules");

    private static final Set<String> VOCABULARIES = Set.of("eventname", "band_basis", "band_problem");

    /** The other fields of events, of which the name may be shown and the value may not. */
    private static final Set<String> PERSONAL = Set.of(
            "username",
            "firstname",
            "lastname",
            "email",
            "idnumber",
            "phone1",
            "city",
            "country",
            "roleids",
            "courseshortname",
            "itemname",
            "itemtype",
            "itemmodule",
            "scale",
            "scaletranslations",
            "hidden",
            "finalgrade",
            "feedback",
            "percentage",
            "btec_grade");

    /** The longest word of a vocabulary; what is longer is none. */
    private static final int LONGEST_WORD = 60;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BodyText() {}

    static String masked(byte[] body) {
        return JsonObjects.parse(body)
                .fold(
                        object -> pretty(masked(object)),
                        malformed -> "(no JSON object, " + body.length + " bytes: " + malformed.summary() + ")");
    }

    static String revealed(byte[] body) {
        return JsonObjects.parse(body)
                .fold(BodyText::pretty, malformed -> safe(new String(body, StandardCharsets.UTF_8)));
    }

    private static String pretty(JsonNode object) {
        try {
            return safe(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a clean tree can always be written", e);
        }
    }

    private static String safe(String text) {
        return text.lines().map(SafeText::escape).collect(Collectors.joining("\n"));
    }

    private static ObjectNode masked(ObjectNode object) {
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(field -> masked.set(
                        maskedName(field.getKey(), masked.size()), masked(field.getKey(), field.getValue())));
        return masked;
    }

    /** @param place in its object, which tells two names of the same length apart */
    private static String maskedName(String name, int place) {
        boolean isOurs = PLAIN.contains(name) || VOCABULARIES.contains(name) || PERSONAL.contains(name);
        return isOurs ? name : "(field " + (place + 1) + ", " + name.length() + " characters)";
    }

    private static JsonNode masked(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return masked(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> masked.add(masked(name, element)));
            return masked;
        }
        boolean shown = value.isNull() || (value.isTextual() ? isWord(name, value.asText()) : PLAIN.contains(name));
        return shown ? value : JsonNodeFactory.instance.textNode(kind(value));
    }

    private static boolean isWord(String name, String text) {
        return VOCABULARIES.contains(name) && text.length() <= LONGEST_WORD;
    }

    private static String kind(JsonNode value) {
        if (value.isTextual()) {
            return "(text, " + value.asText().length() + " characters)";
        }
        return value.isBoolean() ? "(true or false)" : "(number)";
    }
}
