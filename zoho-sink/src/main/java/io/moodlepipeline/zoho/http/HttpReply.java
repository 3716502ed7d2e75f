package io.moodlepipeline.zoho.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** A whole reply. */
public final class HttpReply {
    /** The longest body that is read; the longest that is right, a page of fields, has some hundred kilobytes. */
    public static final int MAX_BYTES = 8 << 20;

    private final int status;
    private final HttpHeaders headers;
    private final Optional<ObjectNode> json;

    HttpReply(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.json = JsonBody.read(body);
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body, if it is one whole JSON object. */
    public Optional<ObjectNode> json() {
        return json;
    }
}
