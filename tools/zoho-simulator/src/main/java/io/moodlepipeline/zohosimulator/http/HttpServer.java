package io.moodlepipeline.zohosimulator.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries requests to their handlers and the replies back. */
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    /** Each call in flight holds one; far more than any edition lets through, so that it is the edition which refuses. */
    private static final int THREADS = 128;

    private static final int MIN_THREADS = 4;

    /** A hundred rows with the longest texts that a field may hold. */
    private static final long MAX_BODY = 64L * 1024 * 1024;

    private static final List<HandlerType> METHODS =
            List.of(HandlerType.GET, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);

    private final Javalin javalin;
    private final String host;

    private HttpServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /** @param handlers by the first part of the path */
    public static HttpServer start(String host, int port, Map<String, Handler> handlers) {
        Javalin javalin = Javalin.create(config -> {
            server(config);
            handlers.forEach((root, handler) -> METHODS.forEach(method -> {
                config.routes.addHttpHandler(method, "/" + root, ctx -> answer(handler, ctx));
                config.routes.addHttpHandler(method, "/" + root + "/<rest>", ctx -> answer(handler, ctx));
            }));
            config.routes.exception(Exception.class, HttpServer::failed);
        });
        javalin.start(host, port);
        return new HttpServer(javalin, host);
    }

    private static void server(JavalinConfig config) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, MIN_THREADS);
        threads.setName("zoho-simulator");
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_BODY;
        config.jetty.threadPool = threads;
    }

    /** Where clients find it; both accounts host and API domain. */
    public URI url() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + javalin.port());
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void answer(Handler handler, Context ctx) throws IOException {
        Reply reply = handler.answer(call(ctx));
        if (reply.reset()) {
            Connections.reset(ctx.req());
            return;
        }
        ctx.status(reply.status()).contentType(reply.contentType());
        reply.headers().forEach(ctx::header);
        if (reply.elements().isPresent()) {
            Json.writeArray(reply.elements().get(), ctx.outputStream());
        } else {
            ctx.result(reply.body());
        }
    }

    private static Call call(Context ctx) {
        Map<String, String> form = new HashMap<>();
        String type = ctx.contentType();
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            ctx.formParamMap().forEach((name, values) -> form.put(name, values.get(0)));
        }
        Map<String, String> query = new HashMap<>();
        ctx.queryParamMap().forEach((name, values) -> query.put(name, values.get(0)));
        return new Call(ctx.method().name(), ctx.path(), query, form, ctx.headerMap(), ctx.body());
    }

    private static void failed(Exception e, Context ctx) {
        log.error("Request failed", e);
        ctx.status(500).result("The simulator failed; its log says why");
    }
}
