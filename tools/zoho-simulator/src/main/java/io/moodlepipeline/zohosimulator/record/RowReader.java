package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.FieldType;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a row into values to store. */
final class RowReader {
    /** Keys of a row that are no fields. */
    private static final Set<String> NO_FIELDS = Set.of("id", "Layout", "Tag");

    private static final String APPEND = "$append_values";

    private final Behaviour behaviour;
    private final ValueCheck values;
    private final LookupTargets targets;

    RowReader(Behaviour behaviour, LookupTargets targets) {
        this.behaviour = behaviour;
        this.values = new ValueCheck(behaviour);
        this.targets = targets;
    }

    /**
     * @param before the record that the row changes; empty when it makes one
     * @param errors takes what is wrong with the row
     * @return values by field; a null node clears
     */
    Map<String, JsonNode> read(
            ModuleSchema module,
            int index,
            JsonNode row,
            ExternalReferences external,
            Optional<StoredRecord> before,
            List<RowError> errors) {
        Map<String, JsonNode> read = new LinkedHashMap<>();
        row.properties().forEach(entry -> {
            Place place = new Place(index, entry.getKey());
            Optional<FieldSchema> field = module.field(entry.getKey());
            if (field.isEmpty()) {
                unknown(place, errors);
            } else if (before.isPresent()
                    ? field.get().updatable()
                    : field.get().creatable()) {
                value(place, field.get(), entry.getValue(), external, errors)
                        .map(value -> appended(row, field.get(), value, before))
                        .ifPresent(value -> read.put(entry.getKey(), value));
            }
        });
        return read;
    }

    private void unknown(Place place, List<RowError> errors) {
        boolean known = NO_FIELDS.contains(place.apiName()) || place.apiName().startsWith("$");
        if (!known && behaviour.has(Deviation.UNKNOWN_KEYS_REFUSED)) {
            errors.add(RowError.invalid(place, Json.object()));
        }
    }

    private Optional<JsonNode> value(
            Place place, FieldSchema field, JsonNode value, ExternalReferences external, List<RowError> errors) {
        if (value.isNull()) {
            return Optional.of(NullNode.getInstance());
        }
        if (value.isTextual() && value.textValue().isEmpty()) {
            if (behaviour.has(Deviation.EMPTY_TEXT_CLEARS)) {
                return Optional.of(NullNode.getInstance());
            }
            errors.add(RowError.invalid(place, Json.object()));
            return Optional.empty();
        }
        Optional<ObjectNode> refusal = values.refusal(field, value);
        if (refusal.isPresent()) {
            errors.add(RowError.invalid(place, refusal.get()));
            return Optional.empty();
        }
        return stored(place, field, value, external, errors);
    }

    private Optional<JsonNode> stored(
            Place place, FieldSchema field, JsonNode value, ExternalReferences external, List<RowError> errors) {
        if (field.type() != FieldType.LOOKUP && field.type() != FieldType.OWNERLOOKUP) {
            return Optional.of(value);
        }
        Optional<JsonNode> target = targets.target(field, value, external).map(TextNode::valueOf);
        if (target.isEmpty()) {
            errors.add(RowError.invalid(place, Json.object()));
        }
        return target;
    }

    private static JsonNode appended(JsonNode row, FieldSchema field, JsonNode value, Optional<StoredRecord> before) {
        Optional<JsonNode> old = before.flatMap(record -> record.value(field.apiName()));
        if (field.type() != FieldType.MULTISELECTPICKLIST
                || value.isNull()
                || old.isEmpty()
                || !row.path(APPEND).path(field.apiName()).asBoolean(false)) {
            return value;
        }
        Set<JsonNode> words = new LinkedHashSet<>();
        old.get().forEach(words::add);
        value.forEach(words::add);
        ArrayNode all = Json.array();
        words.forEach(all::add);
        return all;
    }

    /** Finds whom a lookup points to. */
    @FunctionalInterface
    interface LookupTargets {
        /** The id of a record, or of a user, that is there. */
        Optional<String> target(FieldSchema field, JsonNode reference, ExternalReferences external);
    }
}
