package io.moodlepipeline.gateway.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Hides a header from Javalin, which would take the method from there, and the request for another than the proxy before us has let
 * through.
 */
final class OwnMethod extends Handler.Wrapper {
    private static final String OVERRIDE = "X-HTTP-Method-Override";

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!request.getHeaders().contains(OVERRIDE)) {
            return super.handle(request, response, callback);
        }
        HttpFields others =
                HttpFields.build(request.getHeaders()).remove(OVERRIDE).asImmutable();
        Request same = new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return others;
            }
        };
        return super.handle(same, response, callback);
    }
}
