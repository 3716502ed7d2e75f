package io.moodlepipeline.zoho.api;

import java.util.List;

/**
 * Why Zoho refused a row. Holds no value of the row.
 *
 * @param code Zoho's code, such as {@code INVALID_DATA}
 * @param apiName the field at fault; null when Zoho does not name one, then taken from {@code json_path} where that names one
 * @param expectedDataType null when not said
 * @param maximumLength null when not said
 * @param duplicateRecordId the record that holds the unique value; null when not said
 * @param inner the errors of a {@code MULTIPLE_OR_MULTI_ERRORS}; else empty
 */
public record RowError(
        String code,
        String apiName,
        String expectedDataType,
        Integer maximumLength,
        String duplicateRecordId,
        List<RowError> inner) {
    public RowError {
        inner = List.copyOf(inner);
    }
}
