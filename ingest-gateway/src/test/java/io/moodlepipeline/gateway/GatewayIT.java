package io.moodlepipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway before, during and after an outage of the broker. */
@OnBackends
@EmbeddedOnly("stops and restarts its own broker")
class GatewayIT {
    private static final Duration HARD_LIMIT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = LocalPort.free("the gateway").number();

    @TempDir
    Path folder;

    @Test
    void waitsForTopicsAnswers503WithoutABrokerAndTakesEventsAgainOnceItIsBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(folder));
                RunningService gateway = start(kafka)) {
            await().untilAsserted(() ->
                    assertThat(gateway.health().detail()).contains("topic moodle.user-created is missing"));
            assertThat(health().statusCode()).isEqualTo(503);

            try (Admin admin =
                    Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
                new TopicsApply(admin).apply(6);
            }
            await().until(() -> gateway.health().ready());
            assertThat(health().statusCode()).isEqualTo(200);
            assertThat(post().statusCode()).isEqualTo(200);

            kafka.stop();
            long stoppedAt = System.nanoTime();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(client.sendAsync(event(), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(503);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - stoppedAt)).isLessThan(HARD_LIMIT);
            assertThat(health().statusCode()).isEqualTo(503);
            await().until(() -> !gateway.health().ready());

            kafka.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> health().statusCode() == 200);
            await().atMost(Duration.ofSeconds(10)).until(() -> post().statusCode() == 200);
        }
    }

    @Test
    void saysWhichTopicWasDeletedAndTakesEventsAgainOnceItIsThere() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(folder));
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
                RunningService gateway = start(kafka)) {
            new TopicsApply(admin).apply(6);
            await().until(() -> gateway.health().ready());
            assertThat(post().statusCode()).isEqualTo(200);

            admin.deleteTopics(List.of("moodle.user-created")).all().get();
            await().untilAsserted(() -> assertThat(gateway.health())
                    .isEqualTo(Health.waiting("topic moodle.user-created is missing: create it")));
            assertThat(health().statusCode()).isEqualTo(503);
            assertThat(health().body()).contains("topic moodle.user-created is missing");

            new TopicsApply(admin).apply(6);
            await().until(() -> gateway.health().ready());
            assertThat(post().statusCode()).isEqualTo(200);
        }
    }

    private RunningService start(EmbeddedKafka kafka) {
        return GatewayApplication.start(Map.of(
                "GATEWAY_PORT",
                Integer.toString(port),
                "MANAGEMENT_PORT",
                "0",
                "MOODLE_TOKEN",
                "test-token",
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers()));
    }

    private HttpResponse<String> health() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/health"))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post() throws IOException, InterruptedException {
        return client.send(event(), BodyHandlers.ofString());
    }

    private HttpRequest event() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events/moodle/user_created"))
                .headers("Content-Type", "application/json", "X-Moodle-Token", "test-token")
                .POST(BodyPublishers.ofByteArray(SampleEvents.userCreated()))
                .build();
    }
}
