package io.moodlepipeline.zohosimulator.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module.
 *
 * @param fields by API name, those of Zoho's own included
 */
public record ModuleSchema(
        String apiName,
        String id,
        String generatedType,
        boolean apiSupported,
        boolean creatable,
        boolean editable,
        boolean deletable,
        boolean viewable,
        String status,
        Map<String, FieldSchema> fields) {
    /** Zoho's own field that a custom module's records are matched by. */
    public static final String NAME = "Name";

    public static final String ID = "id";
    public static final String CREATED_TIME = "Created_Time";
    public static final String MODIFIED_TIME = "Modified_Time";
    public static final String CREATED_BY = "Created_By";
    public static final String MODIFIED_BY = "Modified_By";
    public static final String OWNER = "Owner";

    public ModuleSchema {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public Optional<FieldSchema> field(String apiName) {
        return Optional.ofNullable(fields.get(apiName));
    }

    ModuleSchema withUnique(String field) {
        Map<String, FieldSchema> changed = new LinkedHashMap<>(fields);
        changed.computeIfPresent(field, (name, old) -> old.asUnique());
        return new ModuleSchema(
                apiName, id, generatedType, apiSupported, creatable, editable, deletable, viewable, status, changed);
    }

    public Collection<FieldSchema> all() {
        return fields.values();
    }

    /** Fields of which no two records may have the same value, in the order of the schema. */
    public List<FieldSchema> identifying() {
        return fields.values().stream().filter(FieldSchema::identifies).toList();
    }
}
