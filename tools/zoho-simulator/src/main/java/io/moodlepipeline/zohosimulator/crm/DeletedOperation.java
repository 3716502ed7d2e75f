package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.util.List;

/** {@code GET /{module}/deleted}: the recycle bin. */
final class DeletedOperation implements Operation {
    private final String moduleName;
    private final Schema schema;

    DeletedOperation(String moduleName, Schema schema) {
        this.moduleName = moduleName;
        this.schema = schema;
    }

    @Override
    public String name() {
        return "deleted";
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
        List<ObjectNode> binned = org.records().binned(Modules.find(schema, moduleName));
        if (binned.isEmpty()) {
            return Reply.noContent();
        }
        ObjectNode body = Json.object();
        body.putArray("data").addAll(binned);
        return Reply.json(200, body);
    }
}
