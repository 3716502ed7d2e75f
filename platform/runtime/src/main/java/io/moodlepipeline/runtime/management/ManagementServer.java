package io.moodlepipeline.runtime.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.runtime.service.Health;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A service's port for those who run it: {@code /livez} and {@code /readyz} (200 or 503, the reason as text) and {@code /metrics}
 * (Prometheus text). The JDK's small server, so that it costs next to nothing beside the work.
 */
public final class ManagementServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    private ManagementServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /** @throws IOException when the port is taken; the message names it */
    public static ManagementServer start(
            ManagementSettings settings, Supplier<Health> health, PrometheusMeterRegistry metrics) throws IOException {
        HttpServer server = bind(new InetSocketAddress(settings.host(), settings.port()));
        // Grows as needed: a request that stops half way holds its thread until its time is up, and must not starve a
        // probe.
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "management");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        answer(server, "/livez", () -> state(health.get(), Health::live));
        answer(server, "/readyz", () -> state(health.get(), Health::ready));
        answer(server, "/metrics", () -> new Answer(200, PROMETHEUS, metrics.scrape()));
        server.start();
        return new ManagementServer(server, executor);
    }

    private static HttpServer bind(InetSocketAddress address) throws IOException {
        // The server's only way to be told how many seconds a request may take to arrive; its default is for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("MANAGEMENT_PORT: cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static Answer state(Health health, Predicate<Health> good) {
        return new Answer(good.test(health) ? 200 : 503, TEXT, health.status() + ": " + health.detail() + "\n");
    }

    private static void answer(HttpServer server, String path, Supplier<Answer> answer) {
        server.createContext(path, exchange -> {
            boolean known = exchange.getRequestURI().getPath().equals(path);
            send(exchange, known ? answer.get() : new Answer(404, TEXT, "/livez, /readyz or /metrics\n"));
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
    }

    private record Answer(int status, String contentType, String body) {}
}
