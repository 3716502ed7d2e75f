package io.moodlepipeline.zohosimulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.crm.Organisation;
import io.moodlepipeline.zohosimulator.fault.Fault;
import io.moodlepipeline.zohosimulator.fault.Faults;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.record.RecordIdText;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.traffic.RequestLog;
import io.moodlepipeline.zohosimulator.traffic.Traffic;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Answers every call under {@code /simulator}. Costs no credits. */
public final class ControlApi {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final Collection<Organisation> orgs;
    private final Schema schema;
    private final People people;
    private final Faults faults;
    private final Traffic traffic;
    private final RequestLog log;

    public ControlApi(
            Collection<Organisation> orgs,
            Schema schema,
            People people,
            Faults faults,
            Traffic traffic,
            RequestLog log) {
        this.orgs = List.copyOf(orgs);
        this.schema = schema;
        this.people = people;
        this.faults = faults;
        this.traffic = traffic;
        this.log = log;
    }

    public Reply answer(Call call) {
        List<String> segments = call.segments();
        String what = call.method() + " " + (segments.size() < 2 ? "" : segments.get(1));
        return switch (what) {
            case "GET stats" -> Reply.json(OK, StatsView.json(traffic.stats(), orgs, schema));
            case "GET requests" -> Reply.json(OK, RequestsView.json(log.all()));
            case "DELETE requests" -> {
                log.clear();
                yield Reply.noContent();
            }
            case "GET faults" -> Reply.json(OK, list(faults.list()));
            case "POST faults" -> addFault(call);
            case "DELETE faults" -> {
                faults.clear();
                yield Reply.noContent();
            }
            case "GET records", "POST records", "DELETE records" -> records(call, segments);
            default -> problem(NOT_FOUND, "There is no such place, or it takes no such method");
        };
    }

    private Reply records(Call call, List<String> segments) {
        Optional<ModuleSchema> module = segments.size() < 3 ? Optional.empty() : schema.module(segments.get(2));
        List<Organisation> chosen = orgs.stream()
                .filter(org -> call.query("org")
                        .filter(id -> !id.equals(org.options().id()))
                        .isEmpty())
                .toList();
        if (module.isEmpty() || chosen.isEmpty()) {
            return problem(NOT_FOUND, "There is no such module or organisation");
        }
        return switch (call.method()) {
            case "GET" ->
                Reply.array(chosen.stream().flatMap(org -> org.records().all(module.get())));
            case "POST" -> put(call, chosen.get(0), module.get());
            default -> delete(segments, chosen, module.get());
        };
    }

    private Reply put(Call call, Organisation org, ModuleSchema module) {
        try {
            JsonNode record = call.body().orElseThrow(() -> new IllegalArgumentException("The body is no JSON"));
            return Reply.json(OK, Json.object().put("id", people.put(org, module, record)));
        } catch (IllegalArgumentException e) {
            return problem(BAD_REQUEST, e.getMessage());
        }
    }

    private static Reply delete(List<String> segments, List<Organisation> chosen, ModuleSchema module) {
        boolean deleted = segments.size() > 3
                && RecordIdText.parse(segments.get(3))
                        .filter(id ->
                                chosen.stream().anyMatch(org -> org.records().delete(module, id)))
                        .isPresent();
        return deleted ? Reply.noContent() : problem(NOT_FOUND, "There is no such record");
    }

    private Reply addFault(Call call) {
        try {
            JsonNode body = call.body().orElseThrow(() -> new IllegalArgumentException("The body is no JSON"));
            Fault fault = Json.convert(body, Fault.class);
            faults.add(fault.calls(), fault.effect());
            return Reply.json(OK, list(faults.list()));
        } catch (IllegalArgumentException e) {
            return problem(BAD_REQUEST, "This is no fault; the README shows what is");
        }
    }

    private static ArrayNode list(List<Fault> faults) {
        ArrayNode list = Json.array();
        faults.forEach(fault -> list.add(Json.tree(fault)));
        return list;
    }

    private static Reply problem(int status, String message) {
        ObjectNode body = Json.object().put("problem", message);
        return Reply.json(status, body);
    }
}
