package io.moodlepipeline.zoho.api;

import java.util.Map;

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
 * @param words a pick list's words in use, as people see them and as Zoho stores them, each with what is to be sent: the stored one. The
 *     two differ once a word was renamed. Empty for other types
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
        Map<String, String> words) {
    public FieldMetadata {
        words = Map.copyOf(words);
    }
}
