package io.moodlepipeline.zoho.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.runtime.settings.YamlSection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a mapping file; {@code default-mapping.yaml} beside this class says what stands in one. */
public final class MappingFile {
    private static final String BUILT_IN = "default-mapping.yaml";

    private static final String MATCH = "match";
    private static final String MATCH_FIELDS = "fields";
    private static final String SURNAME_FIELD = "surname_field";
    private static final String FILTERS = "filters";
    private static final String ROLE_IDS = "role_ids";
    private static final String TOTALS = "totals";
    private static final String HIDDEN = "hidden";
    private static final Filters DEFAULT_FILTERS = new Filters(Set.of(5L), false, false);
    private static final Set<Source> MATCHABLE = Set.of(Source.ID_NUMBER, Source.EMAIL);

    private static final Map<Role, String> SECTIONS =
            new EnumMap<>(Map.of(Role.STUDENT, "students", Role.ENROLMENT, "enrolments", Role.GRADE, "grades"));

    private MappingFile() {}

    /** The mapping of those who have no file. */
    public static Mapping builtIn() {
        List<String> problems = new ArrayList<>();
        try (InputStream content = MappingFile.class.getResourceAsStream(BUILT_IN)) {
            return YamlSection.read(content, keys(), problems::add)
                    .flatMap(file -> mapping(file))
                    .filter(mapping -> problems.isEmpty())
                    .orElseThrow(() -> new IllegalStateException(BUILT_IN + " " + problems));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @param problems takes a line for each mistake, by its place in the file and with what would be right
     * @return empty when there was any
     */
    public static Optional<Mapping> read(Path file, Consumer<String> problems) {
        List<String> found = new ArrayList<>();
        Optional<Mapping> mapping = YamlSection.read(file, keys(), found::add).flatMap(MappingFile::mapping);
        found.forEach(problems);
        return mapping.filter(read -> found.isEmpty());
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(SECTIONS.values());
        keys.add(MATCH);
        keys.add(FILTERS);
        return keys;
    }

    private static Optional<Mapping> mapping(YamlSection file) {
        Map<Role, ModuleMapping> modules = new EnumMap<>(Role.class);
        SECTIONS.forEach((role, name) -> {
            if (!file.has(name)) {
                file.problem(name, "is missing: it says which module the " + name + " go to");
            }
            file.section(name, ModuleSection.KEYS)
                    .flatMap(section -> new ModuleSection(role, section).read())
                    .ifPresent(module -> modules.put(role, module));
        });
        differentModules(file, modules);
        Matching matching = file.section(MATCH, List.of(MATCH_FIELDS, SURNAME_FIELD))
                .map(section -> matching(section, modules.get(Role.STUDENT)))
                .orElse(null);
        Filters filters = file.section(FILTERS, List.of(ROLE_IDS, TOTALS, HIDDEN))
                .map(MappingFile::filters)
                .orElse(DEFAULT_FILTERS);
        return modules.size() == SECTIONS.size()
                ? Optional.of(new Mapping(modules, matching, filters))
                : Optional.empty();
    }

    private static void differentModules(YamlSection file, Map<Role, ModuleMapping> modules) {
        Set<String> taken = new HashSet<>();
        modules.forEach((role, module) -> {
            if (!taken.add(module.module())) {
                file.problem(SECTIONS.get(role), "has the module of another section: each needs its own");
            }
        });
    }

    private static Matching matching(YamlSection section, ModuleMapping students) {
        List<String> fields = section.list(MATCH_FIELDS, "a field's API name", ApiName::field);
        if (fields.isEmpty()) {
            section.problem(MATCH_FIELDS, "must name at least one field of the students");
        }
        if (!section.has(SURNAME_FIELD)) {
            section.problem(SURNAME_FIELD, "is missing: it names the field with the student's last name");
        }
        String surnameField = section.parsed(SURNAME_FIELD, "a field's API name", ApiName::field)
                .orElse("");
        if (students != null) {
            fields.stream()
                    .filter(field -> !isFilledFrom(MATCHABLE, students, field))
                    .forEach(field -> section.problem(
                            MATCH_FIELDS, "has " + field + ", which is not mapped from idnumber or email"));
            if (section.has(SURNAME_FIELD) && !isFilledFrom(Set.of(Source.LAST_NAME), students, surnameField)) {
                section.problem(SURNAME_FIELD, "must name a field that is mapped from lastname");
            }
        }
        return new Matching(fields, surnameField);
    }

    private static boolean isFilledFrom(Set<Source> sources, ModuleMapping students, String apiName) {
        return students.fields().stream()
                .filter(field -> field.apiName().equals(apiName))
                .anyMatch(field -> field.source().filter(sources::contains).isPresent());
    }

    private static Filters filters(YamlSection section) {
        return new Filters(
                section.has(ROLE_IDS) ? roleIds(section) : DEFAULT_FILTERS.roleIds(),
                section.flag(TOTALS).orElse(DEFAULT_FILTERS.totals()),
                section.flag(HIDDEN).orElse(DEFAULT_FILTERS.hidden()));
    }

    private static Set<Long> roleIds(YamlSection section) {
        JsonNode list = section.value(ROLE_IDS);
        Set<Long> ids = new LinkedHashSet<>();
        boolean good = list.isArray() && !list.isEmpty();
        for (JsonNode id : list) {
            good &= id.isIntegralNumber() && id.canConvertToLong() && id.longValue() > 0;
            ids.add(id.longValue());
        }
        if (!good) {
            section.problem(ROLE_IDS, "must list ids of Moodle's roles, such as [5]");
        }
        return ids;
    }
}
