package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One upsert.
 *
 * @param module API name
 * @param rows 1 to {@value ZohoApi#MAX_ROWS}; with {@code id} where the record is known
 * @param duplicateCheckFields API names to match rows without {@code id} by; always sent, since Zoho otherwise matches by Name
 * @param triggers automations to run; always sent, since Zoho otherwise runs all
 */
public record UpsertRequest(
        String module, List<ObjectNode> rows, List<String> duplicateCheckFields, List<String> triggers) {
    public UpsertRequest {
        rows = List.copyOf(rows);
        duplicateCheckFields = List.copyOf(duplicateCheckFields);
        triggers = List.copyOf(triggers);
    }
}
