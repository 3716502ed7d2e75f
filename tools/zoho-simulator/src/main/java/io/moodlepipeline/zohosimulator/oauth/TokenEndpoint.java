package io.moodlepipeline.zohosimulator.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.traffic.Traffic;
import java.util.function.Supplier;

/** {@code /oauth/v2}: whether a token is given stands in the body, not in the status. */
public final class TokenEndpoint {
    private static final String REFRESH = "refresh_token";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final Tokens tokens;
    private final Traffic traffic;
    private final int throttleStatus;
    private final Supplier<String> apiDomain;

    public TokenEndpoint(Tokens tokens, Traffic traffic, boolean throttleIsOk, Supplier<String> apiDomain) {
        this.tokens = tokens;
        this.traffic = traffic;
        this.throttleStatus = throttleIsOk ? OK : BAD_REQUEST;
        this.apiDomain = apiDomain;
    }

    public Reply answer(Call call) {
        if (call.path().equals("/oauth/v2/token") && call.method().equals("POST")) {
            return token(call);
        }
        if (call.path().equals("/oauth/v2/token/revoke") && call.method().equals("POST")) {
            return revoke(call);
        }
        return Reply.json(NOT_FOUND, error("invalid_url"));
    }

    private Reply token(Call call) {
        if (!REFRESH.equals(call.parameter("grant_type").orElse(""))) {
            return refused("general_error");
        }
        return tokens.refresh(new Credentials(
                        call.parameter("client_id").orElse(""),
                        call.parameter("client_secret").orElse(""),
                        call.parameter(REFRESH).orElse("")))
                .fold(this::given, refused -> refused(refused.error()), throttled -> throttled());
    }

    private Reply given(Issued.Token issued) {
        traffic.tokenIssued(issued.token().orgId());
        ObjectNode body = Json.object();
        body.put("access_token", issued.token().value());
        body.put("scope", issued.scope());
        body.put("api_domain", apiDomain.get());
        body.put("token_type", "Bearer");
        body.put("expires_in", TokenGrant.TOKEN_LIFE.toSeconds());
        return Reply.json(OK, body);
    }

    private Reply refused(String error) {
        traffic.tokenRefused();
        return Reply.json(OK, error(error));
    }

    private Reply throttled() {
        traffic.tokenRefused();
        ObjectNode body = error("Access Denied");
        body.put(
                "error_description", "You have made too many requests continuously. Please try again after some time.");
        return Reply.json(throttleStatus, body);
    }

    private Reply revoke(Call call) {
        boolean known = tokens.revoke(call.parameter("token").orElse(""));
        return known ? Reply.json(OK, Json.object().put("status", "success")) : refused("invalid_token");
    }

    private static ObjectNode error(String error) {
        return Json.object().put("error", error);
    }
}
