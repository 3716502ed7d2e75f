package io.moodlepipeline.zohosimulator.crm;

import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.record.WriteMode;
import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.traffic.Traffic;
import java.util.List;
import java.util.Optional;

/** Finds what a request asks for. */
final class Routes {
    private static final List<String> VERSION = List.of("crm", "v8");
    private static final String MODULE = "*";

    private final Schema schema;
    private final Behaviour behaviour;
    private final Traffic traffic;

    Routes(Schema schema, Behaviour behaviour, Traffic traffic) {
        this.schema = schema;
        this.behaviour = behaviour;
        this.traffic = traffic;
    }

    /** @throws RefusedException when there is no such place, or it takes no such method */
    Operation find(Call call) {
        List<String> segments = call.segments();
        if (segments.size() < 3 || !segments.subList(0, 2).equals(VERSION) || segments.contains("")) {
            throw new RefusedException(RequestError.invalidUrl());
        }
        List<String> path = segments.subList(2, segments.size());
        return switch (shape(path)) {
            case "org" -> only("GET", call, new OrgOperation());
            case "coql" -> only("POST", call, new CoqlOperation(call, schema, behaviour));
            case "settings/modules" -> only("GET", call, new ModulesOperation(schema));
            case "settings/fields" -> only("GET", call, new FieldsOperation(call, schema));
            case "*/upsert" -> only("POST", call, write(call, path.get(0), WriteMode.UPSERT));
            case "*/deleted" -> only("GET", call, new DeletedOperation(path.get(0), schema));
            case "*" -> records(call, path.get(0));
            case "*/*" -> record(call, path.get(0), path.get(1));
            default -> throw new RefusedException(RequestError.invalidUrl());
        };
    }

    private static String shape(List<String> path) {
        String whole = String.join("/", path);
        if (List.of("org", "coql", "settings/modules", "settings/fields").contains(whole)) {
            return whole;
        }
        if (path.get(0).equals("settings")) {
            return "none";
        }
        if (path.size() == 2 && List.of("upsert", "deleted").contains(path.get(1))) {
            return MODULE + "/" + path.get(1);
        }
        return String.join("/", path.stream().map(segment -> MODULE).toList());
    }

    private Operation records(Call call, String module) {
        return switch (call.method()) {
            case "GET" -> new ListOperation(call, module, schema);
            case "POST" -> write(call, module, WriteMode.INSERT);
            case "PUT" -> write(call, module, WriteMode.UPDATE);
            case "DELETE" -> DeleteOperation.several(call, module, schema);
            default -> throw new RefusedException(RequestError.invalidMethod());
        };
    }

    private Operation record(Call call, String module, String id) {
        return switch (call.method()) {
            case "GET" -> new GetOperation(call, module, id, schema);
            case "PUT" -> WriteOperation.one(call, module, id, schema, behaviour, traffic);
            case "DELETE" -> DeleteOperation.one(call, module, id, schema);
            default -> throw new RefusedException(RequestError.invalidMethod());
        };
    }

    private Operation write(Call call, String module, WriteMode mode) {
        return new WriteOperation(call, module, mode, Optional.empty(), schema, behaviour, traffic);
    }

    private static Operation only(String method, Call call, Operation operation) {
        if (!call.method().equals(method)) {
            throw new RefusedException(RequestError.invalidMethod());
        }
        return operation;
    }
}
