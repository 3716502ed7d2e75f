package io.moodlepipeline.runtime.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keys and values of a YAML file, or of a part of it, that know their place there. What is wrong is told by that place and by what
 * would be right, never by the value; what was asked for then counts as absent.
 */
public final class YamlSection {
    private final String place;
    private final JsonNode values;
    private final Consumer<String> problems;

    private YamlSection(String place, JsonNode values, Consumer<String> problems) {
        this.place = place;
        this.values = values;
        this.problems = problems;
    }

    /**
     * The whole file.
     *
     * @param known its keys; any other is a problem
     * @param problems takes a line for each; when it took any, what was read is not to be used
     */
    public static Optional<YamlSection> read(Path file, Collection<String> known, Consumer<String> problems) {
        return top(StrictYaml.read(file, problems), known, problems);
    }

    /** As {@link #read(Path, Collection, Consumer)}; does not close what it reads. */
    public static Optional<YamlSection> read(InputStream content, Collection<String> known, Consumer<String> problems) {
        return top(StrictYaml.read(content, problems), known, problems);
    }

    private static Optional<YamlSection> top(JsonNode tree, Collection<String> known, Consumer<String> problems) {
        return tree.isMissingNode() ? Optional.empty() : of("", tree, known, problems);
    }

    private static Optional<YamlSection> of(
            String place, JsonNode values, Collection<String> known, Consumer<String> problems) {
        if (!values.isObject()) {
            problems.accept((place + " must hold keys such as " + String.join(", ", known)).strip());
            return Optional.empty();
        }
        YamlSection section = new YamlSection(place, values, problems);
        section.keys().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> section.problem(key, "is not known: known are " + String.join(", ", known)));
        return Optional.of(section);
    }

    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        values.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    public boolean has(String key) {
        return values.has(key);
    }

    /** What stands there, of any type; the missing node when nothing does. */
    public JsonNode value(String key) {
        return values.path(key);
    }

    /** Notes a problem with this section as a whole. */
    public void problem(String text) {
        problems.accept((place + " " + text).strip());
    }

    /** Notes a problem with a key's value. The text must not quote it, since it may be a secret. */
    public void problem(String key, String text) {
        problems.accept(place(key) + " " + text);
    }

    private String place(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    /** @param known its keys; any other is a problem */
    public Optional<YamlSection> section(String key, Collection<String> known) {
        return has(key) ? of(place(key), value(key), known, problems) : Optional.empty();
    }

    /** The sections under a key by names that the file's author chose, in the file's order. */
    public Map<String, YamlSection> sections(String key, Collection<String> known) {
        Map<String, YamlSection> sections = new LinkedHashMap<>();
        object(key)
                .properties()
                .forEach(entry -> of(place(key) + "." + entry.getKey(), entry.getValue(), known, problems)
                        .ifPresent(section -> sections.put(entry.getKey(), section)));
        return sections;
    }

    /** The texts under a key, empty ones too, by names that the file's author chose, in the file's order. */
    public Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        object(key).properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                texts.put(entry.getKey(), entry.getValue().textValue());
            } else {
                problem(key + "." + entry.getKey(), "must be a text, in quotes");
            }
        });
        return texts;
    }

    private JsonNode object(String key) {
        if (has(key) && !value(key).isObject()) {
            problem(key, "must hold names, each with what belongs to it");
        }
        return value(key);
    }

    public Optional<String> text(String key) {
        return parsed(key, "a text", Optional::of);
    }

    /**
     * A text that means something.
     *
     * @param expected completes "must be …"
     */
    public <T> Optional<T> parsed(String key, String expected, Function<String, Optional<T>> parser) {
        if (!has(key)) {
            return Optional.empty();
        }
        Optional<T> value = text(value(key)).flatMap(parser);
        if (value.isEmpty()) {
            problem(key, "must be " + expected + ", in quotes");
        }
        return value;
    }

    /** A list of texts that mean something; those that do not are left out. */
    public <T> List<T> list(String key, String expected, Function<String, Optional<T>> parser) {
        if (has(key) && !value(key).isArray()) {
            problem(key, "must be a list");
        }
        List<T> read = new ArrayList<>();
        for (int i = 0; value(key).isArray() && i < value(key).size(); i++) {
            Optional<T> element = text(value(key).get(i)).flatMap(parser);
            if (element.isEmpty()) {
                problem(key + "[" + i + "]", "must be " + expected + ", in quotes");
            }
            element.ifPresent(read::add);
        }
        return read;
    }

    /** Digits without quotes are a number to YAML, and no longer the same text. */
    private static Optional<String> text(JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    public OptionalInt integer(String key, int min, int max) {
        JsonNode value = value(key);
        if (value.isInt() && value.intValue() >= min && value.intValue() <= max) {
            return OptionalInt.of(value.intValue());
        }
        if (has(key)) {
            problem(key, "must be a whole number from " + min + " to " + max);
        }
        return OptionalInt.empty();
    }

    public Optional<Boolean> flag(String key) {
        if (has(key) && !value(key).isBoolean()) {
            problem(key, "must be true or false");
        }
        return Optional.of(value(key)).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    }
}
