package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.FieldType;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BiFunction;

/** Records as Zoho shows them: every field, lookups with the name of whom they point to, times with the user's offset. */
public final class RecordView {
    /** The one user that there is. */
    static final String USER_ID = "700000000000000001";

    private static final String USER_NAME = "Api User";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    private final ZoneId zone;
    private final BiFunction<FieldSchema, StoredRecord, Optional<String>> nameOf;

    RecordView(ZoneId zone, BiFunction<FieldSchema, StoredRecord, Optional<String>> nameOf) {
        this.zone = zone;
        this.nameOf = nameOf;
    }

    public ObjectNode json(ModuleSchema module, StoredRecord record) {
        ObjectNode json = Json.object();
        module.all().forEach(field -> json.set(field.apiName(), value(field, record)));
        return json;
    }

    public JsonNode value(FieldSchema field, StoredRecord record) {
        return switch (field.apiName()) {
            case ModuleSchema.ID -> TextNode.valueOf(record.idText());
            case ModuleSchema.CREATED_TIME -> TextNode.valueOf(time(record.created()));
            case ModuleSchema.MODIFIED_TIME -> TextNode.valueOf(time(record.modified()));
            case ModuleSchema.CREATED_BY, ModuleSchema.MODIFIED_BY, ModuleSchema.OWNER -> user();
            default -> ownValue(field, record);
        };
    }

    private JsonNode ownValue(FieldSchema field, StoredRecord record) {
        Optional<JsonNode> value = record.value(field.apiName());
        if (value.isEmpty()) {
            return NullNode.getInstance();
        }
        if (field.type() != FieldType.LOOKUP) {
            return value.get();
        }
        ObjectNode link = Json.object().put("id", value.get().asText());
        link.put("name", nameOf.apply(field, record).orElse(null));
        return link;
    }

    ObjectNode binned(StoredRecord record, Instant deleted) {
        ObjectNode json = Json.object();
        json.put("id", record.idText());
        json.put(
                "display_name",
                record.value(ModuleSchema.NAME).map(JsonNode::asText).orElse(null));
        json.put("type", "recycle");
        json.put("deleted_time", time(deleted));
        json.set("deleted_by", user());
        return json;
    }

    /** What a row's success says about the record. */
    public ObjectNode details(StoredRecord record) {
        ObjectNode details = Json.object();
        details.put("Modified_Time", time(record.modified()));
        details.set("Modified_By", user());
        details.put("Created_Time", time(record.created()));
        details.put("id", record.idText());
        details.set("Created_By", user());
        return details;
    }

    /** The record that has a value which another one asked for. */
    ObjectNode holder(ModuleSchema module, StoredRecord record) {
        ObjectNode holder = Json.object();
        holder.put("id", record.idText());
        holder.set("Owner", user());
        holder.putObject("module").put("api_name", module.apiName()).put("id", module.id());
        return holder;
    }

    ObjectNode modified(StoredRecord record) {
        ObjectNode details = Json.object().put("id", record.idText());
        details.put("Modified_Time", time(record.modified()));
        details.set("Modified_By", user());
        return details;
    }

    private static ObjectNode user() {
        return Json.object().put("id", USER_ID).put("name", USER_NAME);
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }
}
