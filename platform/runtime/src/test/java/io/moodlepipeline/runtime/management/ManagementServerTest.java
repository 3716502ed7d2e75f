package io.moodlepipeline.runtime.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import io.moodlepipeline.runtime.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile Health health = Health.waiting("starting");
    private ManagementServer server;

    @BeforeEach
    void start() throws IOException {
        server = ManagementServer.start(new ManagementSettings(List.of("127.0.0.1"), 0), () -> health, metrics);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static List<Arguments> healths() {
        return List.of(
                Arguments.of(Health.waiting("topic a is missing"), 200, 503, "WAITING: topic a is missing\n"),
                Arguments.of(Health.inGoodOrder(), 200, 200, "READY: ready\n"),
                Arguments.of(Health.degraded("the database is away"), 200, 200, "DEGRADED: the database is away\n"),
                Arguments.of(Health.halted("too many dead letters"), 200, 503, "HALTED: too many dead letters\n"),
                Arguments.of(Health.failed("offsets are lost"), 503, 503, "FAILED: offsets are lost\n"));
    }

    @ParameterizedTest
    @MethodSource("healths")
    void livenessAndReadinessFollowTheHealthAndSayWhy(Health now, int live, int ready, String reason) throws Exception {
        health = now;

        HttpResponse<String> livez = get("/livez");
        HttpResponse<String> readyz = get("/readyz");

        assertThat(livez.statusCode()).isEqualTo(live);
        assertThat(livez.body()).isEqualTo(reason);
        assertThat(readyz.statusCode()).isEqualTo(ready);
        assertThat(readyz.body()).isEqualTo(reason);
    }

    @Test
    void metricsAreInPrometheusText() throws Exception {
        Counter.builder("pipeline.records")
                .tag("outcome", "applied")
                .register(metrics)
                .increment(3);

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).contains("pipeline_records_total{outcome=\"applied\"} 3.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/livezz", "/livez/", "/metrics/x", "/health"})
    void anyOtherPathIsUnknown(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void manyProbesOneAfterTheOtherAreAllAnswered() throws Exception {
        health = Health.inGoodOrder();

        for (int i = 0; i < 20; i++) {
            assertThat(get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsThatStopHalfWayDoNotStarveAProbe() throws Exception {
        health = Health.inGoodOrder();
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                stalled.add(socket);
                socket.getOutputStream().write("GET /liv".getBytes(UTF_8));
            }

            assertThat(get("/livez").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void hundredsOfHalfRequestsTakeNoThreadsAndStarveNoProbe() throws Exception {
        health = Health.inGoodOrder();
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                stalled.add(socket);
                try {
                    socket.getOutputStream().write("GET /readyz HTTP/1.1\r\nHost: x".getBytes(UTF_8));
                } catch (IOException e) {
                    // Already gave way to a later one.
                }
            }

            assertThat(get("/readyz").statusCode()).isEqualTo(200);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("management"))
                    .hasSizeLessThan(10);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
    void nothingButReadingIsAllowed(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/readyz");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource({"/livez", "/readyz", "/metrics", "/nothing"})
    void theHeadIsThatOfTheAnswerWithoutItsBody(String path) throws Exception {
        HttpResponse<String> whole = get(path);

        HttpResponse<String> head = send("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(whole.statusCode());
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(whole.headers().firstValue("Content-Type"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void itListensOnEachAddressThatItIsGiven() throws Exception {
        health = Health.inGoodOrder();

        try (ManagementServer both = ManagementServer.start(
                new ManagementSettings(List.of("127.0.0.1", "127.0.0.2"), 0), () -> health, metrics)) {
            for (String host : List.of("127.0.0.1", "127.0.0.2")) {
                assertThat(CLIENT.send(
                                        HttpRequest.newBuilder(
                                                        URI.create("http://" + host + ":" + both.port() + "/readyz"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as(host)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anAddressOfAnotherMachineIsSaidByItsSetting() {
        ManagementSettings foreign = new ManagementSettings(List.of("192.0.2.1"), 0);

        assertThatThrownBy(() -> ManagementServer.start(foreign, () -> health, metrics))
                .isInstanceOf(IOException.class)
                .hasMessage("MANAGEMENT_HOST: 192.0.2.1 is no address of this machine");
    }

    @Test
    void aProbeMayAskForTheHeadAlone() throws Exception {
        HttpResponse<String> answer = send("HEAD", "/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aTakenPortIsSaidBySettingAndNumber() {
        ManagementSettings taken = new ManagementSettings(List.of("127.0.0.1"), server.port());

        assertThatThrownBy(() -> ManagementServer.start(taken, () -> health, metrics))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MANAGEMENT_PORT")
                .hasMessageContaining(Integer.toString(server.port()));
    }

    @Test
    void anAddressThatIsNotOursIsSaidByItsSetting() {
        ManagementSettings unknown = new ManagementSettings(List.of("no-such-host.invalid"), 0);

        assertThatThrownBy(() -> ManagementServer.start(unknown, () -> health, metrics))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void afterTheCloseThePortIsFree() throws Exception {
        int port = server.port();
        server.close();

        ManagementServer.start(new ManagementSettings(List.of("127.0.0.1"), port), () -> health, metrics)
                .close();
    }

    @Test
    void settingsHaveDefaultsAndBounds() {
        assertThat(ManagementSettings.from(new Settings(Map.of()), ManagementSettings.port(8101)))
                .isEqualTo(new ManagementSettings(List.of("127.0.0.1"), 8101));
        Settings outOfBounds = new Settings(Map.of("MANAGEMENT_PORT", "65536"));
        ManagementSettings.from(outOfBounds, ManagementSettings.port(8101));
        assertThatThrownBy(() -> outOfBounds.finish("X_", List.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("MANAGEMENT_PORT must be a whole number from 0 to 65535");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(5))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
