package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.record.ExternalReferences;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code DELETE /{module}?ids=} and {@code DELETE /{module}/{id}}. */
final class DeleteOperation implements Operation {
    private static final int MOST = 100;

    private final Call call;
    private final String moduleName;
    private final List<String> ids;
    private final Schema schema;

    private DeleteOperation(Call call, String moduleName, List<String> ids, Schema schema) {
        this.call = call;
        this.moduleName = moduleName;
        this.ids = ids;
        this.schema = schema;
    }

    static DeleteOperation one(Call call, String module, String id, Schema schema) {
        return new DeleteOperation(call, module, List.of(id), schema);
    }

    static DeleteOperation several(Call call, String module, Schema schema) {
        List<String> ids = call.query("ids")
                .filter(text -> !text.isBlank())
                .map(text -> Arrays.asList(text.split(",", -1)))
                .orElse(List.of());
        return new DeleteOperation(call, module, ids, schema);
    }

    @Override
    public String name() {
        return "delete";
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayDelete(moduleName);
    }

    @Override
    public Demand demand() {
        return Demand.delete(ids.size());
    }

    @Override
    public Reply run(Organisation org) {
        ModuleSchema module = Modules.find(schema, moduleName);
        if (ids.isEmpty()) {
            throw new RefusedException(RequestError.missingParameter("ids"));
        }
        if (ids.size() > MOST) {
            throw new RefusedException(RequestError.invalidData(
                    Json.object().put("maximum_length", MOST).put("param_name", "ids")));
        }
        ExternalReferences external = ExternalHeader.read(call, module, schema);
        List<Optional<Long>> records = ids.stream()
                .map(text -> Records.id(org.records(), module, external, text, "ids"))
                .toList();
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        int deleted = 0;
        for (int i = 0; i < ids.size(); i++) {
            boolean gone = records.get(i)
                    .filter(id -> org.records().delete(module, id))
                    .isPresent();
            deleted += gone ? 1 : 0;
            data.add(row(ids.get(i), gone));
        }
        return Reply.json(RowsReply.status(deleted, ids.size(), 200, RowsReply.MULTI_STATUS), body);
    }

    private static ObjectNode row(String id, boolean deleted) {
        ObjectNode row = Json.object().put("code", deleted ? "SUCCESS" : "INVALID_DATA");
        row.putObject("details").put("id", id);
        row.put("message", deleted ? "record deleted" : "record not deleted");
        return row.put("status", deleted ? "success" : "error");
    }
}
