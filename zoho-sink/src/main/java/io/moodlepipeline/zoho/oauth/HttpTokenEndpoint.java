package io.moodlepipeline.zoho.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.http.HttpReply;
import io.moodlepipeline.zoho.http.NoReplyException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Zoho's accounts server. Its answers are judged by their body: errors come with status 200 too. */
public final class HttpTokenEndpoint implements TokenEndpoint {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);

    /** What fits into a header. The check is ours since the HTTP client's complaint would quote the token. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    private static final String OR_DATA_CENTRE =
            " (the accounts address of another data centre than the school's looks the same: check that too)";
    private static final Map<String, String> WRONG_CREDENTIALS = Map.of(
            "invalid_code",
            "the refresh token is not known, has expired or was revoked: make a new one" + OR_DATA_CENTRE,
            "invalid_client",
            "the client id is not known: correct it" + OR_DATA_CENTRE,
            "invalid_client_secret",
            "the client secret is wrong: copy it from the API console again" + OR_DATA_CENTRE);

    private final HttpExchange http;
    private final URI tokenAddress;
    private final OAuthCredentials credentials;
    private final Duration answerWithin;

    /** @param accounts scheme, host and port of the accounts server */
    public HttpTokenEndpoint(HttpClient client, URI accounts, OAuthCredentials credentials) {
        this(client, accounts, credentials, ANSWER_WITHIN);
    }

    HttpTokenEndpoint(HttpClient client, URI accounts, OAuthCredentials credentials, Duration answerWithin) {
        this.http = new HttpExchange(client);
        this.tokenAddress = accounts.resolve("/oauth/v2/token");
        this.credentials = credentials;
        this.answerWithin = answerWithin;
    }

    @Override
    public TokenAnswer refresh() {
        try {
            return answer(http.send(request(), answerWithin));
        } catch (NoReplyException e) {
            return new TokenAnswer.Unavailable(e.code(), e.getMessage(), e.mayHaveArrived());
        }
    }

    /** Secrets go into the body: addresses end in access logs. */
    private HttpRequest request() {
        Map<String, String> form = new TreeMap<>();
        form.put("grant_type", "refresh_token");
        form.put("client_id", credentials.clientId());
        form.put("client_secret", credentials.clientSecret().reveal());
        form.put("refresh_token", credentials.refreshToken().reveal());
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(tokenAddress)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static TokenAnswer answer(HttpReply reply) {
        Optional<ObjectNode> json = reply.json();
        Optional<TokenAnswer> granted = json.flatMap(HttpTokenEndpoint::granted);
        if (granted.isPresent()) {
            return granted.get();
        }
        String error = json.map(body -> body.path("error").asText()).orElse("");
        if (error.equalsIgnoreCase("Access Denied") || reply.status() == 429) {
            return new TokenAnswer.Throttled();
        }
        String wrong = WRONG_CREDENTIALS.get(error);
        return wrong == null
                ? new TokenAnswer.Unavailable(
                        "HTTP_" + reply.status(), "answered HTTP " + reply.status() + " without a token", true)
                : new TokenAnswer.WrongCredentials(error, wrong);
    }

    private static Optional<TokenAnswer> granted(ObjectNode body) {
        String token = body.path("access_token").asText();
        return TOKEN.matcher(token).matches()
                ? Optional.of(
                        new TokenAnswer.Granted(new Secret(token), apiDomain(body.path("api_domain")), life(body)))
                : Optional.empty();
    }

    /** Where {@code expires_in_sec} says the seconds, {@code expires_in} says milliseconds. No token lives longer than an hour. */
    private static Duration life(ObjectNode body) {
        JsonNode seconds = body.has("expires_in_sec") ? body.path("expires_in_sec") : body.path("expires_in");
        Duration life = Duration.ofSeconds(Math.max(0, seconds.asLong(LONGEST_LIFE.toSeconds())));
        return life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
    }

    private static URI apiDomain(JsonNode domain) {
        try {
            URI uri = URI.create(domain.asText());
            return uri.getHost() == null ? null : uri;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
