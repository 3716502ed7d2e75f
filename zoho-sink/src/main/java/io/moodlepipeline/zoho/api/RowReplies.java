package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what an upsert's reply says of its rows. A row is known by its position; the index in a {@code json_path} is the same. */
final class RowReplies {
    private RowReplies() {}

    /** The results in order; empty unless there is a readable one for each row sent. */
    static Optional<List<RowResult>> read(JsonNode data, int rows) {
        if (!data.isArray() || data.size() != rows) {
            return Optional.empty();
        }
        List<RowResult> results = new ArrayList<>(rows);
        data.forEach(row -> result(row).ifPresent(results::add));
        return results.size() == rows ? Optional.of(results) : Optional.empty();
    }

    private static Optional<RowResult> result(JsonNode row) {
        return switch (row.path("status").asText()) {
            case "success" ->
                ZohoText.id(row.path("details").path("id"))
                        .map(id -> new RowResult.Written(
                                id, row.path("action").asText().equals("insert")));
            case "error" -> Optional.of(new RowResult.Refused(RowErrors.read(row)));
            default -> Optional.empty();
        };
    }
}
