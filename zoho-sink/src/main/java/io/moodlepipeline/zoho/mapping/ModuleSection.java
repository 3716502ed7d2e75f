package io.moodlepipeline.zoho.mapping;

import io.moodlepipeline.runtime.settings.YamlSection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one module from its section of the file. */
final class ModuleSection {
    private static final String MODULE = "module";
    private static final String KEY = "key";
    private static final String KEY_FIELD = "field";
    private static final String KEY_TEMPLATE = "template";
    private static final String NAME = "name";
    private static final String FIELDS = "fields";
    static final List<String> KEYS = List.of(MODULE, KEY, NAME, FIELDS);

    /** What a key must hold, so that it is one record's alone. */
    private static final Map<Role, Set<Source>> IDENTIFYING = new EnumMap<>(Map.of(
            Role.STUDENT,
            EnumSet.of(Source.USER_ID),
            Role.ENROLMENT,
            EnumSet.of(Source.ENROLMENT_ID),
            Role.GRADE,
            EnumSet.of(Source.USER_ID, Source.ITEM_ID)));

    private final Role role;
    private final YamlSection section;

    ModuleSection(Role role, YamlSection section) {
        this.role = role;
        this.section = section;
    }

    /** Empty, after saying why, when something essential does not work. */
    Optional<ModuleMapping> read() {
        Optional<String> module = required(
                section,
                MODULE,
                "a module's API name: letters, digits and single underscores, at most 50",
                ApiName::module);
        if (!section.has(KEY)) {
            section.problem(KEY, "is missing: it needs field and template");
        }
        Optional<YamlSection> key = section.section(KEY, List.of(KEY_FIELD, KEY_TEMPLATE));
        Optional<String> keyField = key.flatMap(this::keyField);
        Optional<Template> template = key.flatMap(this::keyTemplate);
        List<Template> names = names();
        List<FieldMapping> fields = fields(keyField);
        return module.isPresent() && keyField.isPresent() && template.isPresent()
                ? Optional.of(new ModuleMapping(role, module.get(), keyField.get(), template.get(), names, fields))
                : Optional.empty();
    }

    private Optional<String> keyField(YamlSection key) {
        Optional<String> field = required(key, KEY_FIELD, "a field's API name", ApiName::field);
        if (field.filter(ModuleMapping.NAME_FIELD::equals).isPresent()) {
            key.problem(KEY_FIELD, "cannot be Name, which is not unique: make a unique field in Zoho");
        }
        return field;
    }

    private Optional<Template> keyTemplate(YamlSection key) {
        Set<Source> identifying = IDENTIFYING.get(role);
        Optional<Template> template = required(
                key,
                KEY_TEMPLATE,
                "a text with some of " + placeholders(keySources()),
                text -> Template.parse(text, name -> named(keySources(), name)));
        template.filter(parsed -> !identifying.stream().allMatch(parsed::uses))
                .ifPresent(parsed -> key.problem(
                        KEY_TEMPLATE,
                        "must hold " + placeholders(List.copyOf(identifying)) + ", or keys would not differ"));
        template.filter(Template::runsTogether)
                .ifPresent(parsed -> key.problem(
                        KEY_TEMPLATE, "needs a sign such as - between values, or keys could be the same by chance"));
        return template;
    }

    /** What never changes about a record. */
    private List<Source> keySources() {
        return Source.of(role).stream()
                .filter(source -> source.isId() || source == Source.TENANT)
                .toList();
    }

    private static Optional<Source> named(List<Source> sources, String name) {
        return sources.stream().filter(source -> source.wireName().equals(name)).findFirst();
    }

    private static String placeholders(List<Source> sources) {
        return sources.stream().map(source -> "{" + source.wireName() + "}").collect(Collectors.joining(", "));
    }

    private List<Template> names() {
        List<Source> sources = Source.of(role).stream()
                .filter(source -> source != Source.NAME && source.kind() != Source.Kind.TIME)
                .toList();
        List<Template> names = section.list(
                NAME,
                "a text with some of " + placeholders(sources),
                text -> Template.parse(text, name -> named(sources, name)));
        if (names.isEmpty() || !names.get(names.size() - 1).holdsId()) {
            section.problem(NAME, "must list texts of which the last holds an id, so that no record is without a name");
        }
        return names;
    }

    private List<FieldMapping> fields(Optional<String> keyField) {
        List<FieldMapping> fields = new ArrayList<>();
        section.sections(FIELDS, FieldSection.KEYS).forEach((apiName, field) -> {
            if (ApiName.field(apiName).isEmpty()) {
                field.problem("is no field's API name: letters, digits and underscores, a letter first");
            }
            if (apiName.equals(ModuleMapping.NAME_FIELD)) {
                field.problem("is filled by name, not under fields");
            }
            if (keyField.filter(apiName::equals).isPresent()) {
                field.problem("is filled by key, not under fields");
            }
            new FieldSection(role, apiName, field).read().ifPresent(fields::add);
        });
        long students = fields.stream().filter(FieldMapping::isStudent).count();
        if (role != Role.STUDENT && students != 1) {
            section.problem(FIELDS, "must have exactly one field with student: true, the lookup to the student");
        }
        return fields;
    }

    private static <T> Optional<T> required(
            YamlSection section, String key, String expected, Function<String, Optional<T>> parser) {
        if (!section.has(key)) {
            section.problem(key, "is missing: it must be " + expected);
        }
        return section.parsed(key, expected, parser);
    }
}
