package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import io.moodlepipeline.zoho.http.HttpReply;
import io.moodlepipeline.zoho.http.NoReplyException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a call came to that brought no rows. A write is in doubt unless it is sure that Zoho did not take it up: no connection was made, or
 * Zoho itself refused it.
 */
final class RequestFailures {
    private static final String GARBAGE = "UNREADABLE_REPLY";
    private static final String THROTTLED = "TOO_MANY_REQUESTS";

    private final InstantSource clock;

    RequestFailures(InstantSource clock) {
        this.clock = clock;
    }

    ZohoException noReply(Call call, NoReplyException e) {
        boolean inDoubt = call.write() && e.mayHaveArrived();
        return new ZohoException(Kind.UNAVAILABLE, e.code(), call.name() + ": " + e.getMessage(), inDoubt, null, e);
    }

    /** Nothing was sent. */
    ZohoException noTimeLeft(Call call) {
        String message = call.name() + ": not sent, its time was over before it could be";
        return new ZohoException(Kind.UNAVAILABLE, "NO_TIME_LEFT", message, false, null, null);
    }

    /** What a reply means that does not hold what was asked for. */
    ZohoException of(Call call, HttpReply reply) {
        Optional<String> code = reply.json().flatMap(json -> ZohoText.code(json.path("code")));
        if (reply.status() == 429 || code.filter(THROTTLED::equals).isPresent() || isThrottledOldStyle(reply)) {
            return throttled(call, reply);
        }
        if (reply.status() >= 500) {
            return unavailable(call, reply, code.orElse("HTTP_" + reply.status()), "Zoho failed; it passes");
        }
        if (reply.status() == 413) {
            String tooLong = "the request is too long: send fewer rows at once";
            return refused(Kind.REJECTED, call, reply, code.orElse("HTTP_413"), tooLong);
        }
        Optional<RequestRefusal> known = code.flatMap(RequestRefusal::of);
        if (code.isEmpty() || (reply.isSuccess() && known.isEmpty())) {
            String unreadable =
                    "the reply is not what Zoho answers; it passes, or something on the way answers in its place";
            return unavailable(call, reply, GARBAGE, unreadable);
        }
        return known.map(refusal -> known(call, reply, refusal)).orElseGet(() -> unknown(call, reply, code.get()));
    }

    /** Why a call is over whose second token was refused like the first. */
    ZohoException secondTokenRefused(Call call, HttpReply reply, URI apiDomain, URI domainOfToken) {
        if (domainOfToken == null || domainOfToken.getHost().equalsIgnoreCase(apiDomain.getHost())) {
            return of(call, reply);
        }
        String message = "tokens of this account are for " + domainOfToken.getHost()
                + ": set that as API domain, or the accounts address of " + apiDomain.getHost() + "'s data centre";
        return refused(Kind.CONFIGURATION, call, reply, "WRONG_API_DOMAIN", message);
    }

    /** The refusal of the token that a reply is, if it is one. */
    static Optional<RequestRefusal> ofTheToken(HttpReply reply) {
        return reply.json()
                .flatMap(json -> ZohoText.code(json.path("code")))
                .flatMap(RequestRefusal::of)
                .filter(RequestRefusal::isOfTheToken);
    }

    /** {@code {"code":429,"error":"TOO_MANY_REQUESTS"}}. */
    private static boolean isThrottledOldStyle(HttpReply reply) {
        return reply.json()
                .map(json -> json.path("error").asText().equals(THROTTLED))
                .orElse(false);
    }

    private ZohoException throttled(Call call, HttpReply reply) {
        String message = text(call, reply, THROTTLED, "credits used up, or too many calls at once; wait");
        return new ZohoException(Kind.THROTTLED, THROTTLED, message, false, retryAfter(reply), null);
    }

    private ZohoException unavailable(Call call, HttpReply reply, String code, String what) {
        return new ZohoException(
                Kind.UNAVAILABLE, code, text(call, reply, code, what), call.write(), retryAfter(reply), null);
    }

    private ZohoException known(Call call, HttpReply reply, RequestRefusal refusal) {
        String needs = refusal == RequestRefusal.OAUTH_SCOPE_MISMATCH ? " (" + call.scope() + ")" : "";
        String what = refusal.meaning + needs + field(reply) + ": " + refusal.remedy;
        boolean maybeDone = refusal == RequestRefusal.INTERNAL_ERROR;
        return maybeDone
                ? unavailable(call, reply, refusal.name(), what)
                : refused(refusal.kind, call, reply, refusal.name(), what);
    }

    /** Of a code that is not in the table the status has to do: those for who asks, where and how concern all rows alike. */
    private static ZohoException unknown(Call call, HttpReply reply, String code) {
        return switch (reply.status()) {
            case 401, 403, 404, 405, 415 ->
                refused(
                        Kind.CONFIGURATION,
                        call,
                        reply,
                        code,
                        "refused for who asks, where or how: check API domain and rights");
            default -> refused(Kind.REJECTED, call, reply, code, "refused for something in it" + field(reply));
        };
    }

    private static ZohoException refused(Kind kind, Call call, HttpReply reply, String code, String what) {
        return new ZohoException(kind, code, text(call, reply, code, what), false, null, null);
    }

    private static String text(Call call, HttpReply reply, String code, String what) {
        return call.name() + ": " + code + " (HTTP " + reply.status() + "), " + what;
    }

    private static String field(HttpReply reply) {
        return reply.json()
                .map(RequestFailures::details)
                .flatMap(details -> ZohoText.apiName(details.path("api_name")))
                .map(name -> " (" + name + ")")
                .orElse("");
    }

    private static JsonNode details(ObjectNode json) {
        return json.path("details");
    }

    private Duration retryAfter(HttpReply reply) {
        return reply.header("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(null);
    }
}
