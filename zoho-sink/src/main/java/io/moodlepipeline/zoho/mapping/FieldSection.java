package io.moodlepipeline.zoho.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.runtime.settings.YamlSection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one field from its section of the file. */
final class FieldSection {
    private static final String FROM = "from";
    private static final String CONSTANT = "constant";
    private static final String STUDENT = "student";
    private static final String ON_ABSENT = "on_absent";
    private static final String AWARD = "award";
    private static final String WORDS = "words";
    static final List<String> KEYS = List.of(FROM, CONSTANT, STUDENT, ON_ABSENT, AWARD, WORDS);

    private final Role role;
    private final String apiName;
    private final YamlSection section;

    FieldSection(Role role, String apiName, YamlSection section) {
        this.role = role;
        this.apiName = apiName;
        this.section = section;
    }

    /** Empty, after saying why, when it is not clear what fills the field. */
    Optional<FieldMapping> read() {
        Optional<Filling> filling = filling();
        Optional<Source> source =
                filling.filter(Filling.From.class::isInstance).map(from -> ((Filling.From) from).source());
        if (filling.isPresent() && source.isEmpty()) {
            Stream.of(ON_ABSENT, AWARD, WORDS)
                    .filter(section::has)
                    .forEach(key -> section.problem(key, "goes with from alone"));
        }
        boolean award =
                section.flag(AWARD).orElse(source.filter(Source::isAward).isPresent());
        boolean cleared = cleared(award, source);
        Map<String, String> words = words(source);
        return filling.map(value -> new FieldMapping(apiName, value, cleared, award, words));
    }

    private Optional<Filling> filling() {
        long ways = Stream.of(FROM, CONSTANT, STUDENT).filter(section::has).count();
        if (ways != 1) {
            section.problem("must have one of from, constant and student");
            return Optional.empty();
        }
        if (section.has(CONSTANT)) {
            return constant(section.value(CONSTANT));
        }
        return section.has(STUDENT)
                ? student()
                : section.parsed(
                        FROM,
                        "one of "
                                + Source.of(role).stream().map(Source::wireName).collect(Collectors.joining(", ")),
                        name -> Source.named(role, name).map(Filling.From::new));
    }

    private Optional<Filling> constant(JsonNode value) {
        if (value.isTextual() && !value.textValue().isBlank()) {
            return Optional.of(new Filling.Constant(value.textValue()));
        }
        if (value.isNumber()) {
            return Optional.of(new Filling.Constant(value.decimalValue()));
        }
        if (value.isBoolean()) {
            return Optional.of(new Filling.Constant(value.booleanValue()));
        }
        section.problem(CONSTANT, "must be a text in quotes, a number, true or false");
        return Optional.empty();
    }

    private Optional<Filling> student() {
        if (role == Role.STUDENT) {
            section.problem(STUDENT, "cannot be in the students themselves");
            return Optional.empty();
        }
        if (!section.flag(STUDENT).orElse(true)) {
            section.problem(STUDENT, "can only be true");
        }
        return Optional.of(new Filling.Student());
    }

    private boolean cleared(boolean award, Optional<Source> source) {
        boolean date = source.filter(from -> from.kind() == Source.Kind.TIME).isPresent();
        Optional<Boolean> said = section.parsed(ON_ABSENT, "keep or clear", word -> switch (word) {
            case "keep" -> Optional.of(false);
            case "clear" -> Optional.of(true);
            default -> Optional.empty();
        });
        if (award && said.equals(Optional.of(false))) {
            section.problem(ON_ABSENT, "cannot be keep, since no record may hold an award that Moodle has taken back");
        }
        return said.orElse(award || date);
    }

    private Map<String, String> words(Optional<Source> source) {
        Map<String, String> words = section.texts(WORDS);
        source.filter(from -> from.kind() == Source.Kind.WORD)
                .ifPresent(from -> words.keySet().stream()
                        .filter(word -> !from.words().contains(word))
                        .forEach(word -> section.problem(
                                WORDS,
                                "has an unknown word: " + from.wireName() + " is one of "
                                        + String.join(", ", from.words()))));
        return words;
    }
}
