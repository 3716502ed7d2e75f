package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.record.ExternalReferences;
import io.moodlepipeline.zohosimulator.record.RowOutcome;
import io.moodlepipeline.zohosimulator.record.WriteMode;
import io.moodlepipeline.zohosimulator.record.WriteRequest;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.traffic.Traffic;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code POST /{module}/upsert}, {@code POST} and {@code PUT /{module}}, {@code PUT /{module}/{id}}. */
final class WriteOperation implements Operation {
    static final String IF_UNMODIFIED_SINCE = "If-Unmodified-Since";
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Call call;
    private final String moduleName;
    private final WriteMode mode;
    private final Optional<String> pathId;
    private final Schema schema;
    private final Behaviour behaviour;
    private final Traffic traffic;
    private final WriteBody body;

    WriteOperation(
            Call call,
            String moduleName,
            WriteMode mode,
            Optional<String> pathId,
            Schema schema,
            Behaviour behaviour,
            Traffic traffic) {
        this.call = call;
        this.moduleName = moduleName;
        this.mode = mode;
        this.pathId = pathId;
        this.schema = schema;
        this.behaviour = behaviour;
        this.traffic = traffic;
        this.body = new WriteBody(call.body().orElse(MissingNode.getInstance()));
    }

    /** Changes the record that the path names. */
    static WriteOperation one(
            Call call, String module, String id, Schema schema, Behaviour behaviour, Traffic traffic) {
        return new WriteOperation(call, module, WriteMode.UPDATE, Optional.of(id), schema, behaviour, traffic);
    }

    @Override
    public String name() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayWrite(moduleName);
    }

    @Override
    public Demand demand() {
        return Demand.write(body.rowCount());
    }

    @Override
    public Reply run(Organisation org) {
        ModuleSchema module = Modules.find(schema, moduleName);
        if (mode == WriteMode.UPDATE ? !module.editable() : !module.creatable()) {
            throw new RefusedException(
                    RequestError.plain(400, "AUTHORIZATION_FAILED", "User does not have permission"));
        }
        body.check();
        ExternalReferences external = external(module);
        List<JsonNode> rows = rows(org, module, external);
        List<RowOutcome> outcomes = org.records()
                .write(new WriteRequest(
                        module,
                        mode,
                        rows,
                        mode == WriteMode.UPSERT ? body.matchBy(module) : List.of(),
                        external,
                        unmodifiedSince()));
        outcomes.forEach(this::count);
        return RowsReply.of(
                outcomes,
                org.records().view(),
                mode == WriteMode.INSERT ? CREATED : OK,
                behaviour.has(Deviation.MIXED_IS_200) ? OK : RowsReply.MULTI_STATUS);
    }

    private ExternalReferences external(ModuleSchema module) {
        boolean ignored = mode == WriteMode.UPSERT && behaviour.has(Deviation.NO_EXTERNAL_IN_UPSERT);
        return ignored ? ExternalReferences.NONE : ExternalHeader.read(call, module, schema);
    }

    private List<JsonNode> rows(Organisation org, ModuleSchema module, ExternalReferences external) {
        if (pathId.isEmpty()) {
            return body.rows();
        }
        if (body.rowCount() != 1 || !body.rows().get(0).isObject()) {
            throw new RefusedException(RequestError.invalidData("data"));
        }
        String id = Records.id(org.records(), module, external, pathId.get(), "id")
                .map(found -> Long.toString(found))
                .orElse(pathId.get());
        ObjectNode row = body.rows().get(0).deepCopy();
        return List.of(row.put(ModuleSchema.ID, id));
    }

    private Optional<Instant> unmodifiedSince() {
        try {
            return call.header(IF_UNMODIFIED_SINCE).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            throw new RefusedException(RequestError.invalidData(IF_UNMODIFIED_SINCE));
        }
    }

    private void count(RowOutcome outcome) {
        outcome.fold(
                written -> {
                    if (written.inserted()) {
                        traffic.rowInserted();
                    } else {
                        traffic.rowUpdated();
                    }
                    return outcome;
                },
                refused -> {
                    traffic.rowRefused();
                    return outcome;
                });
    }
}
