package io.moodlepipeline.zohosimulator.schema;

import java.util.List;
import java.util.Optional;

/**
 * A field.
 *
 * @param length characters of a text, digits of a number
 * @param decimals digits behind the point of a double or currency
 * @param external {@code org} or {@code user} for an external id
 * @param custom whether an administrator made it; else Zoho did
 * @param lookup API name of the module that a lookup points to
 * @param values the words of a pick list
 */
public record FieldSchema(
        String apiName,
        FieldType type,
        int length,
        int decimals,
        boolean unique,
        boolean mandatory,
        Optional<String> external,
        boolean custom,
        boolean creatable,
        boolean updatable,
        Optional<String> lookup,
        List<String> values) {
    public FieldSchema {
        values = List.copyOf(values);
    }

    /** A field that every module has and only Zoho writes. */
    static FieldSchema written(String apiName, FieldType type) {
        return new FieldSchema(
                apiName,
                type,
                type.maximumLength(),
                0,
                false,
                false,
                Optional.empty(),
                false,
                false,
                false,
                Optional.empty(),
                List.of());
    }

    FieldSchema asUnique() {
        return new FieldSchema(
                apiName, type, length, decimals, true, mandatory, external, custom, creatable, updatable, lookup,
                values);
    }

    /** Whether no two records may have the same value. An external id of the organisation is one too. */
    public boolean identifies() {
        return unique || external.filter("org"::equals).isPresent();
    }
}
