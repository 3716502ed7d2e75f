package io.moodlepipeline.gateway.http;

import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.gateway.ingest.EventIngest;
import io.moodlepipeline.gateway.tenants.Addresses;
import io.moodlepipeline.gateway.tenants.ClientAddress;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.Tenants;
import io.moodlepipeline.runtime.connections.ConnectionLimits;
import io.moodlepipeline.runtime.service.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The HTTP application on a free port with a fake broker, and a client that shows what came back byte for byte. */
final class RunningGateway implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
    static final Duration ANSWER_WITHIN = Duration.ofMillis(300);

    final FakeBroker broker = new FakeBroker();
    volatile boolean open = true;
    volatile Instant now = NOW;
    volatile Health brokerHealth = Health.inGoodOrder();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Javalin javalin;

    RunningGateway(Tenant... tenants) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        this.javalin = new GatewayHttp(
                        new Tenants(List.of(tenants)),
                        new ClientAddress(List.of(Addresses.range("127.0.0.0/8").orElseThrow())),
                        new EventIngest(broker, new Sequences(clock)),
                        () -> open,
                        () -> CompletableFuture.completedFuture(brokerHealth),
                        clock,
                        ANSWER_WITHIN,
                        ConnectionLimits.of(2000),
                        new SimpleMeterRegistry())
                .create()
                .start("127.0.0.1", 0);
    }

    /** @param headers names and values in turn */
    HttpResponse<String> post(String event, byte[] body, String... headers) {
        return postTo("/api/v1/events/moodle/" + event, body, headers);
    }

    HttpResponse<String> postTo(String path, byte[] body, String... headers) {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)), headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        return send(request(path).method(method, BodyPublishers.noBody()), headers);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    String url() {
        return "http://127.0.0.1:" + javalin.port();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes exactly this and reads until the server closes or {@code until} has come. */
    String raw(String request, String until) throws IOException {
        return raw(request, false, until);
    }

    /** Ends its half of the connection then, as one whose sender has died does, and reads all the same. */
    String rawAndNoMore(String request) throws IOException {
        return raw(request, true, "never");
    }

    private String raw(String request, boolean noMore, String until) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), javalin.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            if (noMore) {
                socket.shutdownOutput();
            }
            StringBuilder answer = new StringBuilder();
            byte[] chunk = new byte[4096];
            int count = socket.getInputStream().read(chunk);
            while (count >= 0) {
                answer.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
                if (answer.indexOf(until) >= 0) {
                    break;
                }
                count = socket.getInputStream().read(chunk);
            }
            return answer.toString();
        }
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
