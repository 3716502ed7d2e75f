package io.moodlepipeline.zohosimulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.traffic.RecordedRequest;
import java.util.List;

/** {@code GET /simulator/requests}. */
final class RequestsView {
    private RequestsView() {}

    static ArrayNode json(List<RecordedRequest> requests) {
        ArrayNode json = Json.array();
        requests.forEach(request -> describe(request, json.addObject()));
        return json;
    }

    private static void describe(RecordedRequest request, ObjectNode json) {
        json.put("number", request.number());
        json.put("at", request.at().toString());
        json.put("endpoint", request.endpoint());
        json.put("org", request.org());
        json.put("method", request.method());
        json.put("path", request.path());
        request.query().forEach(json.putObject("query")::put);
        request.headers().forEach(json.putObject("headers")::put);
        json.put("rows", request.rows());
        json.put("credits", request.credits());
        json.put("concurrency", request.concurrency());
        json.put("status", request.status());
        json.set("body", request.body().orElse(null));
    }
}
