package io.moodlepipeline.runtime.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.runtime.service.Health;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the management port answers. */
final class ManagementEndpoint extends Handler.Abstract.NonBlocking {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Health> health;
    private final PrometheusMeterRegistry metrics;

    ManagementEndpoint(Supplier<Health> health, PrometheusMeterRegistry metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer answer = answer(Request.getPathInContext(request));
        boolean readOnly = HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
        if (answer.status() != 404 && !readOnly) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            send(response, new Answer(405, TEXT, "GET or HEAD\n"), callback);
        } else {
            send(response, answer, callback);
        }
        return true;
    }

    private Answer answer(String path) {
        return switch (path) {
            case "/livez" -> state(health.get(), Health::live);
            case "/readyz" -> state(health.get(), Health::ready);
            case "/metrics" -> new Answer(200, PROMETHEUS, metrics.scrape());
            default -> new Answer(404, TEXT, "/livez, /readyz or /metrics\n");
        };
    }

    private static Answer state(Health health, Predicate<Health> good) {
        return new Answer(good.test(health) ? 200 : 503, TEXT, health.status() + ": " + health.detail() + "\n");
    }

    private static void send(Response response, Answer answer, Callback callback) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private record Answer(int status, String contentType, String body) {}
}
