package io.moodlepipeline.zohosimulator.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import java.util.Set;

/** The answers of scripted faults. */
final class ScriptedReplies {
    /** What stands before Zoho answers these, and knows no JSON. */
    private static final Set<Integer> FROM_A_PROXY = Set.of(502, 503, 504);

    private static final int SERVER_ERROR = 500;

    private ScriptedReplies() {}

    static Reply of(Effect.Status status) {
        Reply reply = status.code() == null && FROM_A_PROXY.contains(status.status())
                ? page(status.status())
                : Reply.json(status.status(), error(status));
        return status.retryAfter() == null
                ? reply
                : reply.with("Retry-After", status.retryAfter().toString());
    }

    private static ObjectNode error(Effect.Status status) {
        ObjectNode body = Json.object();
        String code = status.code() == null ? usualCode(status.status()) : status.code();
        body.put("code", code);
        ObjectNode details = body.putObject("details");
        if (code.equals("NO_PERMISSION")) {
            details.putArray("permissions").add("Crm_Implied_Api_Access");
        } else if (code.equals("API_NOT_SUPPORTED")) {
            details.put("supported_version", "v8");
        }
        return body.put("message", "scripted fault").put("status", "error");
    }

    private static String usualCode(int status) {
        return switch (status) {
            case 401 -> "INVALID_TOKEN";
            case 403 -> "NO_PERMISSION";
            case 404 -> "INVALID_URL_PATTERN";
            case 429 -> "TOO_MANY_REQUESTS";
            default -> status >= SERVER_ERROR ? "INTERNAL_ERROR" : "INVALID_DATA";
        };
    }

    static Reply page(int status) {
        String html = "<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>";
        return Reply.of(status, "text/html;charset=UTF-8", html);
    }

    static Reply half(Reply reply) {
        return reply.withBody(reply.body().substring(0, reply.body().length() / 2));
    }
}
