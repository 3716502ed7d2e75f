package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;

/** {@code GET /settings/modules}. */
final class ModulesOperation implements Operation {
    private final Schema schema;

    ModulesOperation(Schema schema) {
        this.schema = schema;
    }

    @Override
    public String name() {
        return "modules";
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayReadSettings("modules");
    }

    @Override
    public Demand demand() {
        return Demand.ONE_CREDIT;
    }

    @Override
    public Reply run(Organisation org) {
        ObjectNode body = Json.object();
        ArrayNode modules = body.putArray("modules");
        schema.all().forEach(module -> describe(module, modules.addObject(), modules.size()));
        return Reply.json(200, body);
    }

    private static void describe(ModuleSchema module, ObjectNode json, int number) {
        json.put("api_name", module.apiName());
        json.put("id", module.id());
        json.put("module_name", module.generatedType().equals("custom") ? "CustomModule" + number : module.apiName());
        json.put("singular_label", module.apiName().replace('_', ' '));
        json.put("plural_label", module.apiName().replace('_', ' '));
        json.put("generated_type", module.generatedType());
        json.put("api_supported", module.apiSupported());
        json.put("creatable", module.creatable());
        json.put("editable", module.editable());
        json.put("deletable", module.deletable());
        json.put("viewable", module.viewable());
        json.put("visible", module.status().equals("visible"));
        json.put("status", module.status());
        json.putArray("profiles").addObject().put("name", "Administrator").put("id", "600000000000000900");
    }
}
