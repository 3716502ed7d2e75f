package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.mapping.FieldMapping;
import io.moodlepipeline.zoho.mapping.Filling;
import io.moodlepipeline.zoho.mapping.ModuleMapping;
import io.moodlepipeline.zoho.mapping.Source;
import io.moodlepipeline.zoho.mapping.Template;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes the rows of one module. */
final class ModuleRows {
    private final ModuleMapping mapping;
    private final Fit keyFit;
    private final Fit nameFit;
    private final List<FieldFill> fields;
    private final Set<String> unusable;
    private final Set<String> essential;
    private final Set<String> otherUnique;

    /** @param unusable API names of fields that can never be filled */
    ModuleRows(ModuleMapping mapping, List<FieldMetadata> metadata, Set<String> unusable, Fits fits) {
        this.mapping = mapping;
        this.unusable = Set.copyOf(unusable);
        Map<String, FieldMetadata> there = new HashMap<>();
        metadata.forEach(field -> there.put(field.apiName(), field));
        keyFit = fits.of(there.get(mapping.keyField())).orElseThrow();
        nameFit = fits.of(there.get(ModuleMapping.NAME_FIELD)).orElseThrow();
        fields = mapping.fields().stream()
                .filter(field -> !unusable.contains(field.apiName()))
                .map(field -> fill(field, there.get(field.apiName()), fits))
                .toList();
        essential = new HashSet<>(Set.of(mapping.keyField(), ModuleMapping.NAME_FIELD));
        fields.stream()
                .filter(FieldFill::essential)
                .forEach(field -> essential.add(field.mapping().apiName()));
        otherUnique = fields.stream()
                .map(field -> field.mapping().apiName())
                .filter(name -> there.get(name).unique())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static FieldFill fill(FieldMapping field, FieldMetadata there, Fits fits) {
        return new FieldFill(field, fits.of(there).orElseThrow(), MappingCheck.isEssential(field, there));
    }

    ModuleMapping mapping() {
        return mapping;
    }

    /** @param studentRecordId null for students */
    Built build(String key, Values values, String studentRecordId) {
        return build(key, name(values), values, studentRecordId, field -> true);
    }

    /** Of somebody who is no more: what names and identifies the record, and its status. */
    Built buildDeleted(String key, String lastName, Values values) {
        String name = Optional.ofNullable(lastName)
                .or(() -> values.of(Source.FULL_NAME).map(Value::plain))
                // Not the user name: Moodle writes the e-mail address into a deleted user's.
                .or(() -> filled(lastNameTemplate(), values))
                .orElseThrow();
        return build(
                key,
                name,
                values,
                null,
                field -> field.mapping().source().equals(Optional.of(Source.STUDENT_STATUS))
                        || (field.essential() && field.mapping().filling() instanceof Filling.Constant));
    }

    private Built build(String key, String name, Values values, String studentRecordId, Predicate<FieldFill> wanted) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        Set<String> leftOut = new HashSet<>(unusable);
        if (!putKey(content, key)) {
            return unfit(mapping.keyField(), "cannot hold the key: give it more room in Zoho");
        }
        putName(content, name);
        for (FieldFill field : fields) {
            if (!wanted.test(field)) {
                continue;
            }
            String apiName = field.mapping().apiName();
            if (field.mapping().isStudent()) {
                content.set(apiName, RecordFit.to(studentRecordId));
                continue;
            }
            Fitted fitted = field.fit(source -> valueOf(source, name, values));
            if (fitted instanceof Fitted.Unfit unfit && field.essential()) {
                return unfit(apiName, unfit.problem());
            }
            put(content, field, fitted, leftOut);
        }
        return new Built.Fit(row(key, content, leftOut));
    }

    private Built unfit(String apiName, String problem) {
        return new Built.Unfit(
                DeadLetterCode.ZOHO_INVALID_DATA, mapping.module() + ": the field " + apiName + " " + problem);
    }

    private static void put(ObjectNode content, FieldFill field, Fitted fitted, Set<String> leftOut) {
        String apiName = field.mapping().apiName();
        if (fitted instanceof Fitted.Fits fits) {
            content.set(apiName, fits.value());
        } else if (fitted instanceof Fitted.Unfit) {
            leftOut.add(apiName);
        } else if (field.mapping().cleared()) {
            content.putNull(apiName);
        }
    }

    /** What a record that is there holds by an event that makes none. What does not fit does not stop it. */
    Row update(String key, Values values) {
        String name = name(values);
        ObjectNode content = keyAndName(key, name);
        Set<String> leftOut = new HashSet<>(unusable);
        for (FieldFill field : fields) {
            if (!field.mapping().isStudent()) {
                Fitted fitted = field.fit(source -> valueOf(source, name, values));
                boolean mustGo =
                        fitted instanceof Fitted.Unfit && field.mapping().cleared();
                put(content, field, mustGo ? new Fitted.Nothing() : fitted, leftOut);
            }
        }
        return row(key, content, leftOut);
    }

    /**
     * What a record keeps that must not hold an award or a date any more.
     *
     * @param concealed whether it must not hold the teacher's words either
     */
    Row withoutAward(String key, Values values, boolean concealed) {
        return row(key, contentWithoutAward(key, values, concealed), unusable);
    }

    /** What a record keeps whose grade is not to be seen: nothing that a teacher said, but that it is so, where that is mapped. */
    Row concealed(String key, Values values) {
        ObjectNode content = contentWithoutAward(key, values, true);
        Set<String> leftOut = new HashSet<>(unusable);
        fields.stream()
                .filter(field -> field.mapping().source().equals(Optional.of(Source.HIDDEN)))
                .forEach(field -> put(content, field, field.fit(values::of), leftOut));
        return row(key, content, leftOut);
    }

    private ObjectNode contentWithoutAward(String key, Values values, boolean concealed) {
        ObjectNode content = keyAndName(key, name(values));
        fields.stream()
                .map(FieldFill::mapping)
                .filter(field -> field.cleared() || (concealed && field.isFeedback()))
                .forEach(field -> content.putNull(field.apiName()));
        return content;
    }

    private ObjectNode keyAndName(String key, String name) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        putKey(content, key);
        putName(content, name);
        return content;
    }

    private Row row(String key, ObjectNode content, Set<String> leftOut) {
        return new Row(
                mapping.role(),
                key,
                content.path(ModuleMapping.NAME_FIELD).textValue(),
                content,
                leftOut,
                ContentHash.of(content));
    }

    private boolean putKey(ObjectNode content, String key) {
        Value value = mapping.key().isNumber() ? new Value.Amount(new BigDecimal(key)) : new Value.Text(key);
        boolean whole = keyFit.fit(value) instanceof Fitted.Fits fits && !fits.cut();
        if (whole) {
            content.set(mapping.keyField(), ((Fitted.Fits) keyFit.fit(value)).value());
        }
        return whole;
    }

    private void putName(ObjectNode content, String name) {
        if (nameFit.fit(new Value.Text(name)) instanceof Fitted.Fits fits) {
            content.set(ModuleMapping.NAME_FIELD, fits.value());
        }
    }

    private String name(Values values) {
        return mapping.names().stream()
                .flatMap(template -> filled(template, values).stream())
                .filter(name -> nameFit.fit(new Value.Text(name)) instanceof Fitted.Fits)
                .findFirst()
                .orElseThrow();
    }

    private Template lastNameTemplate() {
        return mapping.names().get(mapping.names().size() - 1);
    }

    private static Optional<String> filled(Template template, Values values) {
        return template.fill(source -> values.of(source).map(Value::plain));
    }

    private static Optional<Value> valueOf(Source source, String name, Values values) {
        return source == Source.NAME ? Value.text(name) : values.of(source);
    }

    boolean isEssential(String apiName) {
        return essential.contains(apiName);
    }

    Set<String> otherUnique() {
        return otherUnique;
    }

    Set<String> cleared() {
        return fields.stream()
                .filter(field -> field.mapping().cleared())
                .map(field -> field.mapping().apiName())
                .collect(Collectors.toUnmodifiableSet());
    }
}
