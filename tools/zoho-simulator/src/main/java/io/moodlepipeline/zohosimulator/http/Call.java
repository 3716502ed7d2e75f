package io.moodlepipeline.zohosimulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as it came over the wire. */
public final class Call {
    private final String method;
    private final String path;
    private final Map<String, String> query;
    private final Map<String, String> form;
    private final Map<String, String> headers;
    private final String text;
    private final Optional<JsonNode> body;

    /**
     * @param path decoded, without the query
     * @param query the first value of each parameter
     * @param form likewise, of a form body
     */
    public Call(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> form,
            Map<String, String> headers,
            String text) {
        this.method = method.toUpperCase(Locale.ROOT);
        this.path = path;
        this.query = Map.copyOf(query);
        this.form = Map.copyOf(form);
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.text = text;
        this.body = Json.read(text);
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /** The parts of the path between slashes. */
    public List<String> segments() {
        return Arrays.stream(path.split("/", -1)).skip(1).toList();
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    public Map<String, String> queries() {
        return query;
    }

    /** A parameter of the form body, or else of the query. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(form.get(name)).or(() -> query(name));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String text() {
        return text;
    }

    /** Empty when it is no JSON. */
    public Optional<JsonNode> body() {
        return body;
    }

    /** As in a log: parameters without their values, which may be secret or personal. */
    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query.keySet());
    }
}
