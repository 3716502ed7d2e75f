package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One upsert.
 *
 * @param module API name
 * @param rows 1 to {@value ZohoApi#MAX_ROWS}; with {@code id} where the record is known
 * @param duplicateCheckFields API names to match rows without {@code id} by; always sent, since Zoho otherwise matches by Name
 * @param triggers automations to run; always sent, since Zoho otherwise runs all
 * @param maySend asked right before the request goes out: whether its rows are still the caller's to write
 */
public record UpsertRequest(
        String module,
        List<ObjectNode> rows,
        List<String> duplicateCheckFields,
        List<String> triggers,
        BooleanSupplier maySend) {
    /** A request that may be sent at any time. */
    public UpsertRequest(
            String module, List<ObjectNode> rows, List<String> duplicateCheckFields, List<String> triggers) {
        this(module, rows, duplicateCheckFields, triggers, () -> true);
    }

    public UpsertRequest {
        rows = List.copyOf(rows);
        duplicateCheckFields = List.copyOf(duplicateCheckFields);
        triggers = List.copyOf(triggers);
        if (rows.isEmpty() || rows.size() > ZohoApi.MAX_ROWS) {
            throw new IllegalArgumentException("An upsert has 1 to " + ZohoApi.MAX_ROWS + " rows, not " + rows.size());
        }
        if (duplicateCheckFields.isEmpty() && !rows.stream().allMatch(row -> row.has("id"))) {
            throw new IllegalArgumentException("Rows without id need a field to be matched by");
        }
    }
}
