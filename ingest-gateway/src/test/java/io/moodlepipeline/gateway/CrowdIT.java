package io.moodlepipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever others do with their connections, an ordinary client and those who ask how the gateway is get their answers. */
@OnBackends
@EmbeddedOnly("starts its own broker")
class CrowdIT {
    /** The pace of an ordinary client; nothing is waited for. */
    private static final Duration BETWEEN = Duration.ofMillis(15);

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(folder));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            new TopicsApply(admin).apply(6);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void hundredsOfSlowIdleAndDeafClientsDoNotSlowDownAnOrdinaryOne() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(kafka.bootstrapServers(), 4096);
                Crowd crowd = new Crowd(gateway.port())) {
            crowd.slowHeaders(500)
                    .slowBodies(200, GatewayProcess.TOKEN)
                    .idle(1000)
                    .deaf(24);
            // A gateway that has just started is slow by itself.
            ordinaryClient(gateway, 100);
            crowd.gather();

            long[] millis = ordinaryClient(gateway, 500);

            Arrays.sort(millis);
            long p99 = millis[millis.length * 99 / 100];
            System.out.printf(
                    "An ordinary client among 1724 others: p50 %d ms, p99 %d ms, most %d ms%n",
                    millis[millis.length / 2], p99, millis[millis.length - 1]);
            assertThat(p99).isLessThan(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({"1900, 60", "600, 1500"})
    void halfRequestsDoNotTakeAllMemory(int count, int lines) throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(kafka.bootstrapServers(), 4096);
                Crowd crowd = new Crowd(gateway.port())) {
            crowd.halfHeads(count, lines).gather();

            ordinaryClient(gateway, 100);

            assertThat(gateway.isAlive()).isTrue();
        }
    }

    @Test
    void idleConnectionsDoNotUseUpTheFilesOfTheGateway() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(kafka.bootstrapServers(), 140);
                Crowd crowd = new Crowd(gateway.port())) {
            crowd.idle(130).gather();

            for (int i = 0; i < 20; i++) {
                assertThat(post(HttpClient.newHttpClient(), gateway)).isEqualTo(200);
                assertThat(gateway.readiness()).isEqualTo(200);
            }
            assertThat(gateway.log()).contains("fewer connections").doesNotContain("Exception");
        }
    }

    /** On a connection that it keeps, and on new ones in between. */
    private static long[] ordinaryClient(GatewayProcess gateway, int requests)
            throws IOException, InterruptedException {
        HttpClient keeping = HttpClient.newHttpClient();
        long[] millis = new long[requests];
        for (int i = 0; i < requests; i++) {
            HttpClient client = i % 5 == 0 ? HttpClient.newHttpClient() : keeping;
            long startedAt = System.nanoTime();
            assertThat(post(client, gateway)).isEqualTo(200);
            millis[i] = Duration.ofNanos(System.nanoTime() - startedAt).toMillis();
            if (i % 50 == 0) {
                assertThat(gateway.readiness()).isEqualTo(200);
            }
            Thread.sleep(BETWEEN.toMillis());
        }
        return millis;
    }

    private static int post(HttpClient client, GatewayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/events/moodle/user_created"))
                .headers("Content-Type", "application/json", "X-Moodle-Token", GatewayProcess.TOKEN)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofByteArray(SampleEvents.userCreated()))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
