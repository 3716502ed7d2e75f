package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.util.Optional;

/** {@code GET /{module}/{id}}. */
final class GetOperation implements Operation {
    private final Call call;
    private final String moduleName;
    private final String id;
    private final Schema schema;

    GetOperation(Call call, String moduleName, String id, Schema schema) {
        this.call = call;
        this.moduleName = moduleName;
        this.id = id;
        this.schema = schema;
    }

    @Override
    public String name() {
        return "get";
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayRead(moduleName);
    }

    @Override
    public Demand demand() {
        return Demand.ONE_CREDIT;
    }

    @Override
    public Reply run(Organisation org) {
        ModuleSchema module = Modules.find(schema, moduleName);
        Optional<ObjectNode> record =
                Records.find(org.records(), module, ExternalHeader.read(call, module, schema), id);
        if (record.isEmpty()) {
            return Reply.noContent();
        }
        ObjectNode body = Json.object();
        body.putArray("data").add(record.get());
        return Reply.json(200, body);
    }
}
