package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A record.
 *
 * @param values by field; a field without a value is absent. Lookups hold the id of the record they point to, as text
 */
public record StoredRecord(long id, Instant created, Instant modified, Map<String, JsonNode> values) {
    public StoredRecord {
        values = Map.copyOf(values);
    }

    public Optional<JsonNode> value(String apiName) {
        return Optional.ofNullable(values.get(apiName));
    }

    public String idText() {
        return Long.toString(id);
    }

    /** @param changes null nodes clear */
    StoredRecord changed(Map<String, JsonNode> changes, Instant now) {
        Map<String, JsonNode> next = new LinkedHashMap<>(values);
        changes.forEach((field, value) -> {
            if (value.isNull()) {
                next.remove(field);
            } else {
                next.put(field, value);
            }
        });
        return new StoredRecord(id, created, now, next);
    }
}
