package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import java.util.List;

/** Why a row was not taken. */
public record RowError(String code, String message, ObjectNode details) {
    public static final String INVALID_DATA = "INVALID_DATA";
    public static final String DUPLICATE_DATA = "DUPLICATE_DATA";
    public static final String ALREADY_MODIFIED = "ALREADY_MODIFIED";

    /** @param extras such as {@code maximum_length}; is added to */
    static RowError invalid(Place place, ObjectNode extras) {
        return new RowError(INVALID_DATA, "invalid data", place.addTo(extras));
    }

    static RowError mandatory(Place place) {
        return new RowError("MANDATORY_NOT_FOUND", "required field not found", place.addTo(Json.object()));
    }

    static RowError duplicate(Place place, ObjectNode holder) {
        ObjectNode details = Json.object();
        details.set("duplicate_record", holder);
        details.put("more_records", false);
        return new RowError(DUPLICATE_DATA, "duplicate data", place.addTo(details));
    }

    static RowError of(List<RowError> errors) {
        if (errors.size() == 1) {
            return errors.get(0);
        }
        ObjectNode details = Json.object();
        ArrayNode inner = details.putArray("errors");
        errors.forEach(error -> inner.add(error.toJson()));
        return new RowError("MULTIPLE_OR_MULTI_ERRORS", "multiple errors", details);
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("code", code);
        json.set("details", details);
        json.put("message", message);
        json.put("status", "error");
        return json;
    }
}
