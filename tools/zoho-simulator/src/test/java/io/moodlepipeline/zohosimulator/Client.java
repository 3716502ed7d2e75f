package io.moodlepipeline.zohosimulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.options.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Speaks to a simulator over the wire, knowing nothing of its classes. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param body missing when there was none */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        JsonNode row(int index) {
            return body.path("data").path(index);
        }

        JsonNode details(int index) {
            return row(index).path("details");
        }

        String code() {
            return body.path("code").asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private String token;

    private Client(URI url) {
        this.url = url;
    }

    static Client anonymous(ZohoSimulator simulator) {
        return new Client(simulator.url());
    }

    /** With an access token of the first organisation. */
    static Client of(ZohoSimulator simulator) {
        Client client = new Client(simulator.url());
        client.token = client.token(simulator.options().credentials())
                .body()
                .path("access_token")
                .asText();
        return client;
    }

    Client with(String otherToken) {
        Client client = new Client(url);
        client.token = otherToken;
        return client;
    }

    String token() {
        return token;
    }

    Answer token(Credentials credentials) {
        return form(
                "/oauth/v2/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        credentials.clientId(),
                        "client_secret",
                        credentials.clientSecret(),
                        "refresh_token",
                        credentials.refreshToken()));
    }

    Answer form(String path, Map<String, String> parameters) {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(parameters))));
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer delete(String path) {
        return call("DELETE", path, "");
    }

    Answer call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Zoho-oauthtoken " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answer coql(String query) {
        return call("POST", "/crm/v8/coql", object().put("select_query", query).toString());
    }

    /** @param keys {@code duplicate_check_fields}; null: left out */
    Answer upsert(String module, String[] keys, ObjectNode... rows) {
        return call("POST", "/crm/v8/" + module + "/upsert", body(keys, rows).toString());
    }

    static ObjectNode body(String[] keys, ObjectNode... rows) {
        ObjectNode body = object();
        ArrayNode data = body.putArray("data");
        for (ObjectNode row : rows) {
            data.add(row);
        }
        if (keys != null) {
            ArrayNode fields = body.putArray("duplicate_check_fields");
            for (String key : keys) {
                fields.add(key);
            }
        }
        body.putArray("trigger");
        return body;
    }

    static String[] by(String... keys) {
        return keys;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parsed(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
