package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.mapping.FieldMapping;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.ModuleMapping;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.mapping.Source;
import io.moodlepipeline.zoho.row.Finding;
import io.moodlepipeline.zoho.row.MappingCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Whether every mapped field is there and can hold what it is filled with. What stops the sink is judged as the sink judges it. */
final class FieldChecks {
    /** Zoho's limit for a module, in every edition. */
    private static final int UNIQUE_FIELDS = 2;

    private static final Set<String> TEXTS = Set.of("text", "textarea");
    private static final Set<String> SHAPED = Set.of("email", "phone", "website");

    /** A small multi-line field's. */
    private static final int SMALL_TEXT_AREA = 2_000;

    private final String area;
    private final Mapping mapping;
    private final boolean matches;
    private final Map<Role, List<FieldMetadata>> fields;

    /**
     * @param matches whether records of admissions are looked for
     * @param fields of the modules that could be read
     */
    FieldChecks(String area, Mapping mapping, boolean matches, Map<Role, List<FieldMetadata>> fields) {
        this.area = area;
        this.mapping = mapping;
        this.matches = matches;
        this.fields = fields;
    }

    List<Check> run() {
        return Stream.of(Role.values())
                .filter(fields::containsKey)
                .flatMap(role -> check(role).stream())
                .toList();
    }

    private List<Check> check(Role role) {
        ModuleMapping module = mapping.of(role);
        List<Check> checks = new ArrayList<>();
        findings(role).forEach(finding -> checks.add(check(module, finding)));
        uniqueQuota(module).ifPresent(checks::add);
        keyLength(module).ifPresent(checks::add);
        module.fields().forEach(field -> length(module, field).ifPresent(checks::add));
        if (role == Role.STUDENT && matches) {
            surname(module).ifPresent(checks::add);
        }
        if (checks.isEmpty()) {
            int mapped = module.fields().size() + 2;
            checks.add(Check.ok(
                    area, module.module() + " fields", "all " + mapped + " that are mapped are there and fit"));
        }
        return checks;
    }

    private List<Finding> findings(Role role) {
        Map<Role, List<FieldMetadata>> all = new EnumMap<>(Role.class);
        for (Role each : Role.values()) {
            all.put(each, fields.getOrDefault(each, List.of()));
        }
        return MappingCheck.findings(mapping, all).stream()
                .filter(finding -> finding.role() == role)
                .toList();
    }

    private Check check(ModuleMapping module, Finding finding) {
        boolean award = module.fields().stream()
                .anyMatch(field -> field.award() && field.apiName().equals(finding.field()));
        // A grade whose award does not fit becomes a dead letter, so a note on it is more than that.
        Verdict verdict = finding.severity() == Finding.Severity.NOTE && !award ? Verdict.WARN : Verdict.FAIL;
        return new Check(
                area,
                module.module() + "." + finding.field(),
                verdict,
                finding.problem()
                        + (finding.severity() == Finding.Severity.FIELD_LEFT_OUT ? "; no record gets it" : ""),
                finding.remedy());
    }

    /** A key that is to be made unique needs a place for that. */
    private Optional<Check> uniqueQuota(ModuleMapping module) {
        List<String> unique = fields.get(module.role()).stream()
                .filter(FieldMetadata::unique)
                .map(FieldMetadata::apiName)
                .toList();
        return unique.size() < UNIQUE_FIELDS || unique.contains(module.keyField())
                ? Optional.empty()
                : Optional.of(Check.fail(
                        area,
                        module.module(),
                        "both of its unique fields are in use: " + String.join(", ", unique),
                        "take away the uniqueness of one, so that " + module.keyField() + " can have it"));
    }

    private Optional<Check> keyLength(ModuleMapping module) {
        int needed = Stream.of(Source.values())
                .filter(module.key()::uses)
                .mapToInt(source -> MoodleLengths.of(source).orElse(0) + 1)
                .sum();
        return field(module, module.keyField())
                .filter(key -> key.dataType().equals("text") && key.length() > 0 && key.length() < needed - 1)
                .map(key -> Check.fail(
                        area,
                        module.module() + "." + key.apiName(),
                        "holds " + key.length() + " characters, and a key can have " + (needed - 1),
                        "make it longer in Zoho: keys are never cut, and what does not fit becomes a dead letter"));
    }

    private Optional<Check> length(ModuleMapping module, FieldMapping field) {
        Optional<FieldMetadata> there = field(module, field.apiName()).filter(found -> found.length() > 0);
        Optional<Source> source = field.source();
        if (there.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt needed =
                source.get() == Source.FEEDBACK ? OptionalInt.of(SMALL_TEXT_AREA + 1) : MoodleLengths.of(source.get());
        if (needed.isEmpty() || there.get().length() >= needed.getAsInt()) {
            return Optional.empty();
        }
        return consequence(there.get().dataType())
                .map(consequence -> Check.warn(
                        area,
                        module.module() + "." + field.apiName(),
                        "holds " + there.get().length() + " characters; "
                                + source.get().wireName() + " can be longer and is then " + consequence,
                        "make it longer in Zoho"));
    }

    private static Optional<String> consequence(String dataType) {
        if (TEXTS.contains(dataType)) {
            return Optional.of("cut");
        }
        return SHAPED.contains(dataType) ? Optional.of("left out") : Optional.empty();
    }

    private Optional<Check> surname(ModuleMapping students) {
        return mapping.match()
                .filter(matching -> field(students, matching.surnameField()).isEmpty())
                .map(matching -> Check.fail(
                        area,
                        students.module() + "." + matching.surnameField(),
                        "is not there, and match compares surnames by it",
                        "make it in Zoho, or correct surname_field in the mapping file"));
    }

    private Optional<FieldMetadata> field(ModuleMapping module, String apiName) {
        return fields.get(module.role()).stream()
                .filter(field -> field.apiName().equals(apiName))
                .findFirst();
    }
}
