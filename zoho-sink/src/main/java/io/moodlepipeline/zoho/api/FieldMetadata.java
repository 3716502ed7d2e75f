package io.moodlepipeline.zoho.api;

import java.util.List;

/**
 * A field as Zoho describes it.
 *
 * @param dataType such as {@code text}, {@code picklist}, {@code lookup}
 * @param length most characters of a text; 0 when not said
 * @param decimalPlaces digits behind the point; -1 when not said
 * @param unique whether no two records may have the same value, ignoring case
 * @param mandatory whether every record needs it
 * @param creatable whether the API may set it on a new record
 * @param updatable whether the API may change it
 * @param lookupModule API name of the module that a lookup points to; null for other types
 * @param words a pick list's values in use; empty for other types
 */
public record FieldMetadata(
        String apiName,
        String dataType,
        int length,
        int decimalPlaces,
        boolean unique,
        boolean mandatory,
        boolean creatable,
        boolean updatable,
        String lookupModule,
        List<String> words) {
    public FieldMetadata {
        words = List.copyOf(words);
    }
}
