package io.moodlepipeline.event.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.event.WireName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads typed fields from an object and gathers every problem, so that a sender sees all of them at once. A mandatory field is
 * present and of its type; an optional one may be absent or null. After a problem the value returned means nothing.
 */
public final class FieldReader {
    /** Grades have at most this many digits. */
    public static final int MAX_DIGITS = 30;

    /** The power of ten of a grade's first digit and of its last lie within plus and minus this. */
    public static final int MAX_EXPONENT = 30;

    /** How many languages a text may come in. */
    public static final int MAX_LANGUAGES = 50;

    /** Moodle's columns for a language's code are as long. */
    private static final int LONGEST_LANGUAGE = 30;

    /** The last second of the year 9999. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    private final ObjectNode object;
    private final Consumer<String> asked;
    private final List<FieldProblem> problems = new ArrayList<>();

    public FieldReader(ObjectNode object) {
        this(object, name -> {});
    }

    private FieldReader(ObjectNode object, Consumer<String> asked) {
        this.object = object;
        this.asked = asked;
    }

    /** The names of the fields that something asks for, found by letting it read an object without any. */
    public static Set<String> asked(Consumer<FieldReader> reading) {
        Set<String> names = new HashSet<>();
        reading.accept(new FieldReader(JsonNodeFactory.instance.objectNode(), names::add));
        return Collections.unmodifiableSet(names);
    }

    public List<FieldProblem> problems() {
        return List.copyOf(problems);
    }

    /** A row's id in Moodle's database, 1 to 2^63-1. */
    public long id(String name) {
        return integer(name, 1, Long.MAX_VALUE);
    }

    public long integer(String name, long min, long max) {
        JsonNode value = given(name);
        return value == null ? missing(name, 0L) : integerValue(name, value, min, max);
    }

    /** Null when absent. */
    public Long optionalInteger(String name, long min, long max) {
        JsonNode value = given(name);
        return value == null ? null : Long.valueOf(integerValue(name, value, min, max));
    }

    /** Unix seconds, 0 for none. */
    public long time(String name) {
        return integer(name, 0, LATEST_SECOND);
    }

    /** Unix seconds; 0 when absent too. */
    public long optionalTime(String name) {
        JsonNode value = given(name);
        return value == null ? 0 : integerValue(name, value, 0, LATEST_SECOND);
    }

    public String text(String name) {
        JsonNode value = given(name);
        return value == null ? missing(name, "") : textValue(name, value);
    }

    /** Null when absent. */
    public String optionalText(String name) {
        JsonNode value = given(name);
        return value == null ? null : textValue(name, value);
    }

    public boolean flag(String name) {
        JsonNode value = given(name);
        return value == null ? missing(name, false) : flagValue(name, value);
    }

    /** Null when absent. */
    public Boolean optionalFlag(String name) {
        JsonNode value = given(name);
        return value == null ? null : Boolean.valueOf(flagValue(name, value));
    }

    /** Null when absent, which is not the same as none. */
    public List<Long> optionalIds(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        boolean isIds = node.isArray() && elements(node).allMatch(id -> isInteger(id, 1, Long.MAX_VALUE));
        return isIds
                ? elements(node).map(JsonNode::longValue).toList()
                : problem(name, "must be a JSON array of whole numbers from 1 to " + Long.MAX_VALUE, List.of());
    }

    /** Texts without commas, as one text with commas between them or as an array; null when absent. */
    public String optionalCommaSeparated(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        boolean isTexts = node.isTextual() || (node.isArray() && elements(node).allMatch(JsonNode::isTextual));
        if (!isTexts) {
            return problem(name, "must be a JSON string, or an array of them", null);
        }
        return node.isTextual()
                ? node.textValue()
                : elements(node).map(JsonNode::textValue).collect(Collectors.joining(","));
    }

    /** A text in several languages, by the language's code; none when absent. */
    public Map<String, String> optionalTranslations(String name) {
        JsonNode node = given(name);
        if (node == null) {
            return Map.of();
        }
        boolean isTranslations = node.isObject()
                && node.size() <= MAX_LANGUAGES
                && node.properties().stream().allMatch(FieldReader::isTranslation);
        return isTranslations
                ? node.properties().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, text -> text.getValue().textValue()))
                : problem(
                        name,
                        "must be a JSON object of at most " + MAX_LANGUAGES
                                + " languages, the key a language's code of 1 to " + LONGEST_LANGUAGE
                                + " characters and the value a JSON string, or null",
                        Map.of());
    }

    private static boolean isTranslation(Map.Entry<String, JsonNode> field) {
        int length = field.getKey().length();
        return length >= 1 && length <= LONGEST_LANGUAGE && field.getValue().isTextual();
    }

    /** A grade; null when absent. Its size is checked before anything is computed with it. */
    public BigDecimal optionalDecimal(String name) {
        return optionalDecimal(name, MAX_DIGITS, MAX_EXPONENT);
    }

    /** A number that was worked out from grades, and so may have more digits. */
    public BigDecimal optionalDecimal(String name, int maxDigits, int maxExponent) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        if (node.isPojo()) {
            return tooLarge(name, maxDigits, maxExponent);
        }
        if (!node.isNumber()) {
            return problem(name, "must be a JSON number or null", null);
        }
        BigDecimal value = node.decimalValue();
        long lastDigit = -(long) value.scale();
        long firstDigit = lastDigit + value.precision() - 1;
        boolean fits = value.precision() <= maxDigits && lastDigit >= -maxExponent && firstDigit <= maxExponent;
        return fits ? value : tooLarge(name, maxDigits, maxExponent);
    }

    /** One of a set of words; null when absent. */
    public <W extends WireName> W optionalWord(String name, W[] words) {
        JsonNode node = given(name);
        if (node == null) {
            return null;
        }
        return Stream.of(words)
                .filter(word -> node.isTextual() && word.wireName().equals(node.textValue()))
                .findFirst()
                .orElseGet(() -> problem(name, "must be one of the words " + wireNames(words) + " or null", null));
    }

    private static String wireNames(WireName[] words) {
        return Stream.of(words).map(word -> '"' + word.wireName() + '"').collect(Collectors.joining(", "));
    }

    private long integerValue(String name, JsonNode node, long min, long max) {
        return isInteger(node, min, max)
                ? node.longValue()
                : problem(name, "must be a whole JSON number from " + min + " to " + max, 0L);
    }

    private static boolean isInteger(JsonNode node, long min, long max) {
        return (node.isLong() || node.isInt()) && node.longValue() >= min && node.longValue() <= max;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private boolean flagValue(String name, JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : problem(name, "must be true or false", false);
    }

    private String textValue(String name, JsonNode node) {
        return node.isTextual() ? node.textValue() : problem(name, "must be a JSON string", "");
    }

    /** Null when absent, or null in the body. */
    private JsonNode given(String name) {
        asked.accept(name);
        JsonNode value = object.get(name);
        return value instanceof NullNode ? null : value;
    }

    private <T> T missing(String name, T stand) {
        boolean isNull = object.has(name);
        return problem(name, isNull ? "must not be null" : "is missing", stand);
    }

    private BigDecimal tooLarge(String name, int maxDigits, int maxExponent) {
        return problem(name, "must have at most " + maxDigits + " digits and an exponent within ±" + maxExponent, null);
    }

    private <T> T problem(String name, String problem, T stand) {
        problems.add(new FieldProblem(name, problem));
        return stand;
    }
}
