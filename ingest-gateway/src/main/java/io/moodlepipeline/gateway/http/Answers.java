package io.moodlepipeline.gateway.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.gateway.ingest.Receipt;
import io.moodlepipeline.gateway.tenants.SignatureKind;
import io.moodlepipeline.gateway.tenants.Tenant;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpStatus;

/** The bytes of every answer: success as the Moodle plugin expects it, refusals as RFC 9457 problems. */
final class Answers {
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final ObjectWriter MAPS = new ObjectMapper().writerFor(Map.class);
    private static final ObjectWriter ACCEPTED = new ObjectMapper().writerFor(Accepted.class);

    private Answers() {}

    static void accepted(Context ctx, Receipt receipt) {
        Accepted body = new Accepted(true, "Event accepted", receipt.eventId().toString(), receipt.received());
        send(ctx, 200, JSON, ACCEPTED, body);
    }

    static void healthy(Context ctx, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("success", true);
        body.put("status", "healthy");
        body.put("timestamp", now.toString());
        send(ctx, 200, JSON, MAPS, body);
    }

    /** @param verified which kinds of its signature were found to be right */
    static void connected(Context ctx, Tenant sender, List<SignatureKind> verified, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("success", true);
        body.put("message", "Events sent like this would be taken");
        body.put("tenant", sender.name());
        body.put("signature", sender.authentication().wantsSignature() ? "verified" : "not_required");
        body.put("signatures", verified.stream().map(SignatureKind::word).toList());
        body.put("timestamp", now.toString());
        send(ctx, 200, JSON, MAPS, body);
    }

    static void refused(Context ctx, Refusal refusal) {
        refused(ctx, refusal, Optional.empty());
    }

    /** @param keptAs the id under which the refused event is kept, to be quoted to the operator */
    static void refused(Context ctx, Refusal refusal, Optional<UUID> keptAs) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", HttpStatus.getMessage(refusal.status()));
        body.put("status", refusal.status());
        body.put("detail", refusal.detail());
        body.put("success", false);
        body.put("code", refusal.code());
        body.put("retryable", refusal.retryable());
        body.put("errors", errors(refusal.errors()));
        keptAs.ifPresent(id -> body.put("event_id", id.toString()));
        headers(ctx, refusal);
        send(ctx, refusal.status(), PROBLEM_JSON, MAPS, body);
    }

    private static List<Map<String, String>> errors(List<FieldProblem> problems) {
        return problems.stream()
                .map(problem -> Map.of("field", problem.field(), "problem", problem.problem()))
                .toList();
    }

    private static void headers(Context ctx, Refusal refusal) {
        if (refusal.status() == 401) {
            ctx.header(Header.WWW_AUTHENTICATE, "X-Moodle-Token");
        }
        if (refusal.retryAfter() > 0) {
            ctx.header(Header.RETRY_AFTER, Long.toString(refusal.retryAfter()));
        }
        if (refusal.equals(Refusal.BAD_REQUEST) || refusal.equals(Refusal.UNKNOWN_TRANSFER_CODING)) {
            // Where the next request begins is not known.
            ctx.header(Header.CONNECTION, "close");
        }
    }

    @JsonPropertyOrder({"success", "message", "event_id", "timestamp"})
    private record Accepted(
            boolean success,
            String message,
            @JsonProperty("event_id") String eventId,
            String timestamp) {}

    /**
     * Not as Javalin's result, which is written and flushed by a thread that waits until the client has read it. An answer that fits
     * the response's buffer, as all do, is sent by Jetty when the request is complete, and no thread waits for a client that does not
     * read.
     */
    private static void send(Context ctx, int status, String contentType, ObjectWriter writer, Object body) {
        try {
            ctx.status(status).contentType(contentType);
            ctx.res().getOutputStream().write(writer.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts can always be written", e);
        } catch (IOException e) {
            // The client has gone: there is nobody to answer.
        }
    }
}
