package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.coql.CoqlException;
import io.moodlepipeline.zohosimulator.coql.Parser;
import io.moodlepipeline.zohosimulator.coql.Query;
import io.moodlepipeline.zohosimulator.coql.QueryRunner;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.util.Optional;

/** {@code POST /coql}. */
final class CoqlOperation implements Operation {
    private static final String QUERY = "select_query";

    private final Call call;
    private final Schema schema;
    private final QueryRunner runner;
    private final Optional<Query> query;
    private final Optional<CoqlException> refusal;

    CoqlOperation(Call call, Schema schema, Behaviour behaviour) {
        this.call = call;
        this.schema = schema;
        this.runner = new QueryRunner(schema, !behaviour.has(Deviation.NO_COQL_KEYSET));
        Query parsed = null;
        CoqlException problem = null;
        try {
            parsed = Parser.parse(text(), behaviour.coqlInLimit());
        } catch (CoqlException e) {
            problem = e;
        }
        this.query = Optional.ofNullable(parsed);
        this.refusal = Optional.ofNullable(problem);
    }

    private String text() {
        return call.body().map(body -> body.path(QUERY)).map(JsonNode::asText).orElse("");
    }

    @Override
    public String name() {
        return "coql";
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayQuery(query.map(Query::module).orElse(""));
    }

    @Override
    public Demand demand() {
        return Demand.complex(query.map(Query::credits).orElse(1));
    }

    @Override
    public Reply run(Organisation org) {
        if (call.body().filter(body -> body.path(QUERY).isTextual()).isEmpty()) {
            throw new RefusedException(RequestError.missing(QUERY));
        }
        try {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            ModuleSchema module = Modules.find(schema, query.orElseThrow().module());
            return reply(runner.run(query.get(), module, org.records()));
        } catch (CoqlException e) {
            ObjectNode details = Json.object().put(e.about(), e.what());
            throw new RefusedException(new RequestError(400, e.code().name(), e.getMessage(), details));
        }
    }

    private static Reply reply(QueryRunner.Found found) {
        if (found.records().isEmpty()) {
            return Reply.noContent();
        }
        ObjectNode body = Json.object();
        body.putArray("data").addAll(found.records());
        body.putObject("info").put("count", found.records().size()).put("more_records", found.more());
        return Reply.json(200, body);
    }
}
