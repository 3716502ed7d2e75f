package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What stands in the body of a writing request, beside the rows' own content. */
final class WriteBody {
    private static final int MOST_ROWS = 100;
    private static final int MOST_DUPLICATE_CHECK_FIELDS = 10;
    private static final String DATA = "data";
    private static final String TRIGGER = "trigger";
    private static final String DUPLICATE_CHECK_FIELDS = "duplicate_check_fields";
    private static final Set<String> AUTOMATIONS =
            Set.of("workflow", "approval", "blueprint", "pathfinder", "orchestration");

    private final JsonNode body;

    WriteBody(JsonNode body) {
        this.body = body;
    }

    /** As many as there are, whether the request is well-formed or not. */
    int rowCount() {
        return body.path(DATA).isArray() ? body.path(DATA).size() : 0;
    }

    /** @throws RefusedException when the body is not as it has to be */
    void check() {
        if (!body.isObject()) {
            throw new RefusedException(RequestError.invalidData(Json.object().put("expected_data_type", "jsonobject")));
        }
        JsonNode data = body.path(DATA);
        if (data.isMissingNode()) {
            throw new RefusedException(RequestError.missing(DATA));
        }
        if (!data.isArray() || data.isEmpty()) {
            throw refused(DATA, "expected_data_type", "jsonarray");
        }
        if (data.size() > MOST_ROWS) {
            throw tooMany(DATA, MOST_ROWS);
        }
        checkTrigger();
    }

    private void checkTrigger() {
        if (!body.has(TRIGGER)) {
            return;
        }
        if (!body.path(TRIGGER).isArray()) {
            throw refused(TRIGGER, "expected_data_type", "jsonarray");
        }
        body.path(TRIGGER).forEach(automation -> {
            if (!AUTOMATIONS.contains(automation.textValue())) {
                throw new RefusedException(RequestError.invalidData(TRIGGER));
            }
        });
    }

    List<JsonNode> rows() {
        List<JsonNode> rows = new ArrayList<>();
        body.path(DATA).forEach(rows::add);
        return rows;
    }

    /**
     * The fields to find records by, in order. Other unique fields follow by themselves; Name only when no field is named, or it is.
     *
     * @throws RefusedException when a field is named that does not tell records apart
     */
    List<String> matchBy(ModuleSchema module) {
        List<String> unique =
                module.identifying().stream().map(FieldSchema::apiName).toList();
        Set<String> matchBy = new LinkedHashSet<>();
        JsonNode named = body.path(DUPLICATE_CHECK_FIELDS);
        if (named.isMissingNode() || (named.isArray() && named.isEmpty())) {
            matchBy.add(ModuleSchema.NAME);
        } else if (!named.isArray()) {
            throw refused(DUPLICATE_CHECK_FIELDS, "expected_data_type", "jsonarray");
        } else if (named.size() > MOST_DUPLICATE_CHECK_FIELDS) {
            throw tooMany(DUPLICATE_CHECK_FIELDS, MOST_DUPLICATE_CHECK_FIELDS);
        }
        named.forEach(field -> {
            if (!field.asText().equals(ModuleSchema.NAME) && !unique.contains(field.asText())) {
                throw new RefusedException(RequestError.invalidData(DUPLICATE_CHECK_FIELDS));
            }
            matchBy.add(field.asText());
        });
        matchBy.addAll(unique);
        return List.copyOf(matchBy);
    }

    private static RefusedException tooMany(String apiName, int most) {
        return new RefusedException(
                RequestError.invalidData(RequestError.place(apiName).put("maximum_length", most)));
    }

    private static RefusedException refused(String apiName, String detail, String value) {
        ObjectNode details = RequestError.place(apiName).put(detail, value);
        return new RefusedException(RequestError.invalidData(details));
    }
}
