package io.moodlepipeline.zoho.mapping;

import java.util.List;
import java.util.Optional;

/**
 * One module of a school's Zoho.
 *
 * @param module API name
 * @param keyField API name of the field that holds the key
 * @param key makes the key; it identifies a record of the tenant
 * @param names make the value of {@value #NAME_FIELD}: the first that has a value counts, and the last always has one
 * @param fields all others, in the file's order
 */
public record ModuleMapping(
        Role role, String module, String keyField, Template key, List<Template> names, List<FieldMapping> fields) {
    /** Zoho's own field that every record has. */
    public static final String NAME_FIELD = "Name";

    public ModuleMapping {
        names = List.copyOf(names);
        fields = List.copyOf(fields);
    }

    /** The lookup to the student; empty for students. */
    public Optional<FieldMapping> student() {
        return fields.stream().filter(FieldMapping::isStudent).findFirst();
    }
}
