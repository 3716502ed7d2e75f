package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.mapping.FieldMapping;
import io.moodlepipeline.zoho.mapping.Filling;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.ModuleMapping;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.mapping.Source;
import io.moodlepipeline.zoho.row.Finding.Severity;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares one module of a mapping with what Zoho says of its fields. Zoho itself drops unknown fields without a word. */
public final class MappingCheck {
    private static final Set<String> LISTS = Set.of("picklist", "multiselectpicklist");

    /** Zoho fills these itself when nobody does. */
    private static final Set<String> FILLED_BY_ZOHO =
            Set.of("ownerlookup", "layout", "autonumber", "formula", "rollup_summary");

    private final Mapping mapping;
    private final ModuleMapping module;
    private final Map<String, FieldMetadata> metadata;

    /** The zone shows in values alone, not in whether they fit. */
    private final Fits fits = new Fits(ZoneOffset.UTC);

    private final List<Finding> findings = new ArrayList<>();

    private MappingCheck(Mapping mapping, ModuleMapping module, List<FieldMetadata> metadata) {
        this.mapping = mapping;
        this.module = module;
        this.metadata =
                metadata.stream().collect(Collectors.toMap(FieldMetadata::apiName, Function.identity(), (a, b) -> a));
    }

    /** All findings, none when everything goes together. */
    public static List<Finding> findings(Mapping mapping, Map<Role, List<FieldMetadata>> metadata) {
        return Stream.of(Role.values())
                .flatMap(role -> new MappingCheck(mapping, mapping.of(role), metadata.get(role)).check().stream())
                .toList();
    }

    private List<Finding> check() {
        checkName();
        checkKey();
        module.fields().forEach(this::checkField);
        checkUnmapped();
        return findings;
    }

    private void checkName() {
        FieldMetadata name = metadata.get(ModuleMapping.NAME_FIELD);
        if (name == null) {
            stop(ModuleMapping.NAME_FIELD, "is not there", "map to a custom module, all of which have it");
        } else if (!name.dataType().equals("text") || !name.creatable() || !name.updatable()) {
            stop(ModuleMapping.NAME_FIELD, "is no text that we may write", "make it a single line in Zoho");
        } else if (name.unique()) {
            stop(
                    ModuleMapping.NAME_FIELD,
                    "is unique, so that two of the same name would be taken for one",
                    "take away its uniqueness in Zoho");
        }
    }

    private void checkKey() {
        String field = module.keyField();
        FieldMetadata key = metadata.get(field);
        if (key == null) {
            stop(
                    field,
                    "is not there",
                    "make it in Zoho, a unique single line, or name the right field in the mapping");
            return;
        }
        boolean numeric = module.key().isNumber();
        if (!Set.of("text", "integer", "bigint").contains(key.dataType())
                || (!numeric && !key.dataType().equals("text"))) {
            stop(
                    field,
                    "is of type " + key.dataType() + ", which cannot hold the key",
                    "make it a single line in Zoho");
        }
        if (!key.creatable() || !key.updatable()) {
            stop(field, "cannot be written", "let the API write it in Zoho");
        }
        if (!key.unique()) {
            stop(field, "is not unique, so that Zoho cannot find records by it", "make it unique in Zoho");
        }
    }

    private void checkField(FieldMapping field) {
        FieldMetadata there = metadata.get(field.apiName());
        if (there == null) {
            Severity severity = field.award() || field.isStudent() ? Severity.STOPS : Severity.FIELD_LEFT_OUT;
            add(severity, field.apiName(), "is not there", "make it in Zoho, or correct its API name in the mapping");
            return;
        }
        Severity severity = isEssential(field, there) ? Severity.STOPS : Severity.FIELD_LEFT_OUT;
        if (!there.creatable() || !there.updatable()) {
            add(
                    severity,
                    field.apiName(),
                    "cannot be written",
                    "let the API write it in Zoho, or take it out of the mapping");
        } else if (field.isStudent()) {
            checkStudent(there);
        } else {
            checkFilling(field, there, severity);
        }
        if (there.unique()) {
            checkUnique(there);
        }
    }

    /** Whether a row must not go without this field. */
    static boolean isEssential(FieldMapping field, FieldMetadata there) {
        return field.award() || field.isStudent() || there.mandatory();
    }

    private void checkStudent(FieldMetadata field) {
        String students = mapping.of(Role.STUDENT).module();
        if (!field.dataType().equals("lookup") || !students.equals(field.lookupModule())) {
            stop(field.apiName(), "is no lookup to " + students, "make a lookup to that module in Zoho");
        }
    }

    private void checkFilling(FieldMapping field, FieldMetadata there, Severity severity) {
        Optional<Fit> fit = fits.of(there);
        Optional<Source> source = field.source();
        String remedy = "change the field in Zoho, or what the mapping fills it with";
        if (fit.isEmpty()) {
            add(severity, field.apiName(), "is of type " + there.dataType() + ", which cannot be filled", remedy);
        } else if (source.isPresent()
                && !fit.get().kinds().contains(source.get().kind())) {
            add(
                    severity,
                    field.apiName(),
                    "is of type " + there.dataType() + ", which cannot hold "
                            + source.get().wireName(),
                    remedy);
        } else if (field.filling() instanceof Filling.Constant constant
                && fit.get().fit(FieldFill.value(constant)) instanceof Fitted.Unfit unfit) {
            add(severity, field.apiName(), unfit.problem() + ", which its constant is not", remedy);
        } else if (LISTS.contains(there.dataType())) {
            checkWords(field, there);
        }
    }

    private void checkWords(FieldMapping field, FieldMetadata there) {
        List<String> missing = field.source().stream()
                .flatMap(source -> source.words().stream())
                // A list without it is fine: no word says as much.
                .filter(word -> !word.equals(BtecGrade.NOT_GRADED.wireName()))
                .map(word -> field.words().getOrDefault(word, word))
                .filter(word -> !word.isEmpty() && !there.words().containsKey(word))
                .toList();
        if (!missing.isEmpty()) {
            add(
                    Severity.NOTE,
                    field.apiName(),
                    "lacks in its pick list: " + String.join(", ", missing),
                    "add the words in Zoho, or map them to the school's under words");
        }
    }

    private void checkUnique(FieldMetadata field) {
        if (field.mandatory()) {
            stop(
                    field.apiName(),
                    "is both mandatory and unique, so that a new record would be matched by it",
                    "make it optional or not unique in Zoho");
        } else {
            add(
                    Severity.NOTE,
                    field.apiName(),
                    "is unique beside the key: Zoho refuses it for a second record with the same value",
                    "take away its uniqueness in Zoho, unless Moodle's values are unique too");
        }
    }

    private void checkUnmapped() {
        Set<String> mapped = new HashSet<>(Set.of(module.keyField(), ModuleMapping.NAME_FIELD));
        module.fields().forEach(field -> mapped.add(field.apiName()));
        metadata.values().stream()
                .filter(field -> !mapped.contains(field.apiName()))
                .filter(field -> !FILLED_BY_ZOHO.contains(field.dataType()))
                .forEach(field -> {
                    if (field.mandatory() && field.creatable()) {
                        stop(
                                field.apiName(),
                                "is mandatory and not mapped",
                                "map it, give it a constant, or make it optional in Zoho");
                    } else if (field.unique()) {
                        add(
                                Severity.NOTE,
                                field.apiName(),
                                "is unique beside the key, and not mapped",
                                "nothing: nobody is matched by a field that is never sent");
                    }
                });
    }

    private void stop(String field, String problem, String remedy) {
        add(Severity.STOPS, field, problem, remedy);
    }

    private void add(Severity severity, String field, String problem, String remedy) {
        findings.add(new Finding(severity, module.role(), module.module(), field, problem, remedy));
    }
}
