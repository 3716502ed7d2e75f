package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.http.HttpReply;
import io.moodlepipeline.zoho.http.JsonBody;
import io.moodlepipeline.zoho.http.NoReplyException;
import io.moodlepipeline.zoho.oauth.AccessToken;
import io.moodlepipeline.zoho.oauth.AccessTokens;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Speaks to Zoho over HTTP. */
public final class HttpZohoApi implements ZohoApi {
    private static final Pattern CREDITS = Pattern.compile("[0-9]{1,18}");

    private final HttpExchange http;
    private final URI apiDomain;
    private final AccessTokens tokens;
    private final Duration requestTimeout;
    private final LongConsumer creditsRemaining;
    private final RequestFailures failures;

    /**
     * @param client see {@link HttpExchange#client()}
     * @param apiDomain scheme, host and port
     * @param requestTimeout nothing of a call is sent later than this after its beginning, tokens and all; what was sent may still be
     *     carried out later
     * @param creditsRemaining is told what Zoho says of the organisation's credits, whenever it does
     */
    public HttpZohoApi(
            HttpClient client,
            URI apiDomain,
            AccessTokens tokens,
            Duration requestTimeout,
            LongConsumer creditsRemaining,
            InstantSource clock) {
        this.http = new HttpExchange(client);
        this.apiDomain = apiDomain;
        this.tokens = tokens;
        this.requestTimeout = requestTimeout;
        this.creditsRemaining = creditsRemaining;
        this.failures = new RequestFailures(clock);
    }

    @Override
    public List<RowResult> upsert(UpsertRequest request) throws ZohoException {
        Call call = Call.upsert(request.module());
        HttpReply reply = exchange(call, post("/" + request.module() + "/upsert", body(request)), request.maySend());
        // Rows are judged whatever the status: 200 may hold failures, and 400 rows.
        return reply.json()
                .flatMap(json ->
                        RowReplies.read(json.path("data"), request.rows().size()))
                .orElseThrow(() -> failures.of(call, reply));
    }

    @Override
    public List<ObjectNode> query(String coql) throws ZohoException {
        ObjectNode body = JsonBody.object().put("select_query", coql);
        return objects(Call.QUERY, post("/coql", body), "data");
    }

    @Override
    public List<FieldMetadata> fields(String module) throws ZohoException {
        String name = URLEncoder.encode(module, StandardCharsets.UTF_8);
        Call call = Call.fields(module);
        HttpReply reply = exchange(call, get("/settings/fields?module=" + name));
        // Every module has fields, so that none are found is no answer: a mapping must not be judged by it.
        return members(reply, "fields")
                .filter(fields -> !fields.isEmpty())
                .orElseThrow(() -> failures.of(call, reply))
                .stream()
                .map(MetadataReplies::field)
                .toList();
    }

    @Override
    public List<ModuleMetadata> modules() throws ZohoException {
        return objects(Call.MODULES, get("/settings/modules"), "modules").stream()
                .map(MetadataReplies::module)
                .toList();
    }

    @Override
    public OrgInfo org() throws ZohoException {
        HttpReply reply = exchange(Call.ORG, get("/org"));
        return members(reply, "org")
                .flatMap(orgs -> orgs.stream().findFirst())
                .map(MetadataReplies::org)
                .filter(org -> !org.id().isEmpty())
                .orElseThrow(() -> failures.of(Call.ORG, reply));
    }

    private static ObjectNode body(UpsertRequest request) {
        ObjectNode body = JsonBody.object();
        body.putArray("data").addAll(request.rows());
        ArrayNode matched = body.putArray("duplicate_check_fields");
        request.duplicateCheckFields().forEach(matched::add);
        ArrayNode triggers = body.putArray("trigger");
        request.triggers().forEach(triggers::add);
        return body;
    }

    private List<ObjectNode> objects(Call call, HttpRequest.Builder request, String member) throws ZohoException {
        HttpReply reply = exchange(call, request);
        // Nothing found is a reply without a body.
        return reply.status() == 204 ? List.of() : members(reply, member).orElseThrow(() -> failures.of(call, reply));
    }

    /** The objects in an array of a good reply; empty when the reply is no such thing. */
    private static Optional<List<ObjectNode>> members(HttpReply reply, String name) {
        return reply.json()
                .filter(json -> reply.isSuccess())
                .map(json -> json.path(name))
                .filter(JsonNode::isArray)
                .filter(array ->
                        StreamSupport.stream(array.spliterator(), false).allMatch(JsonNode::isObject))
                .map(array -> StreamSupport.stream(array.spliterator(), false)
                        .map(ObjectNode.class::cast)
                        .toList());
    }

    private HttpRequest.Builder post(String path, ObjectNode body) {
        return to(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JsonBody.write(body)));
    }

    private HttpRequest.Builder get(String path) {
        return to(path).GET();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(apiDomain.resolve("/crm/v8" + path)).header("Accept", "application/json");
    }

    private HttpReply exchange(Call call, HttpRequest.Builder request) throws ZohoException {
        return exchange(call, request, () -> true);
    }

    /** A refused token is replaced, and the request sent again, once: a refused request changed nothing. */
    private HttpReply exchange(Call call, HttpRequest.Builder request, BooleanSupplier maySend) throws ZohoException {
        long begun = System.nanoTime();
        AccessToken token = tokens.current();
        HttpReply reply = send(call, request, token, begun, maySend);
        if (RequestFailures.ofTheToken(reply).isEmpty()) {
            return reply;
        }
        AccessToken other = tokens.insteadOf(token);
        HttpReply second = send(call, request, other, begun, maySend);
        if (RequestFailures.ofTheToken(second).isPresent()) {
            throw failures.secondTokenRefused(call, second, apiDomain, other.apiDomain());
        }
        return second;
    }

    private HttpReply send(
            Call call, HttpRequest.Builder request, AccessToken token, long begun, BooleanSupplier maySend)
            throws ZohoException {
        Duration left = requestTimeout.minusNanos(System.nanoTime() - begun);
        if (left.isNegative() || left.isZero() || !maySend.getAsBoolean()) {
            throw failures.noTimeLeft(call);
        }
        HttpRequest authorised = request.setHeader(
                        "Authorization", "Zoho-oauthtoken " + token.value().reveal())
                .build();
        try {
            HttpReply reply = http.send(authorised, left);
            reply.header("X-API-CREDITS-REMAINING")
                    .filter(value -> CREDITS.matcher(value).matches())
                    .ifPresent(value -> creditsRemaining.accept(Long.parseLong(value)));
            return reply;
        } catch (NoReplyException e) {
            throw failures.noReply(call, e);
        }
    }
}
