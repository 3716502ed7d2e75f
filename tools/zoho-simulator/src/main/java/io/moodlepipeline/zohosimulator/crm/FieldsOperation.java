package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;

/** {@code GET /settings/fields?module=}. */
final class FieldsOperation implements Operation {
    private final Call call;
    private final Schema schema;

    FieldsOperation(Call call, Schema schema) {
        this.call = call;
        this.schema = schema;
    }

    @Override
    public String name() {
        return "fields";
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayReadSettings("fields");
    }

    @Override
    public Demand demand() {
        return Demand.ONE_CREDIT;
    }

    @Override
    public Reply run(Organisation org) {
        String name =
                call.query("module").orElseThrow(() -> new RefusedException(RequestError.missingParameter("module")));
        ModuleSchema module = Modules.find(schema, name);
        ObjectNode body = Json.object();
        ArrayNode fields = body.putArray("fields");
        module.all().forEach(field -> describe(module, field, fields.addObject(), fields.size()));
        return Reply.json(200, body);
    }

    private void describe(ModuleSchema module, FieldSchema field, ObjectNode json, int number) {
        boolean readOnly = !field.creatable() && !field.updatable();
        json.put("api_name", field.apiName());
        json.put("id", module.id().substring(0, module.id().length() - 5) + (10_000 + number));
        json.put("field_label", field.apiName().replace('_', ' '));
        json.put("data_type", field.type().dataType());
        json.put("json_type", field.type().jsonType());
        json.put("length", field.length());
        if (field.type().hasDecimals()) {
            json.put("decimal_place", field.decimals());
        } else {
            json.putNull("decimal_place");
        }
        json.put("system_mandatory", field.mandatory());
        json.put("custom_field", field.custom());
        json.put("visible", true);
        json.put("read_only", readOnly);
        json.put("field_read_only", readOnly);
        json.putObject("operation_type")
                .put("api_create", field.creatable())
                .put("api_update", field.updatable())
                .put("web_create", field.creatable())
                .put("web_update", field.updatable());
        ObjectNode unique = json.putObject("unique");
        if (field.unique()) {
            unique.put("case_sensitive", false);
        }
        references(field, json);
        pickList(field, json.putArray("pick_list_values"));
    }

    private void references(FieldSchema field, ObjectNode json) {
        json.putNull("external");
        field.external()
                .ifPresent(type -> json.putObject("external").put("type", type).put("show", true));
        ObjectNode lookup = json.putObject("lookup");
        field.lookup()
                .flatMap(schema::module)
                .ifPresent(target -> lookup.putObject("module")
                        .put("api_name", target.apiName())
                        .put("id", target.id()));
    }

    private static void pickList(FieldSchema field, ArrayNode values) {
        field.values()
                .forEach(word -> values.addObject()
                        .put("actual_value", word)
                        .put("display_value", word)
                        .put("reference_value", word)
                        .put("type", "used"));
    }
}
