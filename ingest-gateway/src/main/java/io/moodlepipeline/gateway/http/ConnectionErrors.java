package io.moodlepipeline.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is not even a request (a broken request line, headers too large) without quoting it or showing a stack. */
final class ConnectionErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.write(true, body(response.getStatus()), callback);
        return true;
    }

    /** Fixed texts and a number: nothing here needs escaping. */
    private static ByteBuffer body(int status) {
        boolean retryable = status == 500 || status == 503;
        String problem = "{\"type\":\"about:blank\",\"title\":\"The request cannot be processed\",\"status\":" + status
                + ",\"success\":false,\"code\":\"BAD_REQUEST\",\"retryable\":" + retryable + ",\"errors\":[]}";
        return ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8));
    }
}
