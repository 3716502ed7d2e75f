package io.moodlepipeline.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never reaches a route, without quoting it or showing a stack: what is not even a request (a broken request line,
 * headers too large), and requests that come while the server stops.
 */
final class ConnectionErrors extends ErrorHandler {
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        if (response.getStatus() == SERVICE_UNAVAILABLE) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.write(true, body(response.getStatus()), callback);
        return true;
    }

    /** Fixed texts and a number: nothing here needs escaping. */
    private static ByteBuffer body(int status) {
        boolean unavailable = status == SERVICE_UNAVAILABLE;
        String problem = "{\"type\":\"about:blank\",\"title\":\"The request cannot be processed\",\"status\":" + status
                + ",\"detail\":\""
                + (unavailable ? "The gateway is stopping: send it again later." : "This is no HTTP request.")
                + "\",\"success\":false,\"code\":\"" + (unavailable ? "STOPPING" : "BAD_REQUEST")
                + "\",\"retryable\":" + unavailable + ",\"errors\":[]}";
        return ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8));
    }
}
