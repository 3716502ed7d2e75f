package io.moodlepipeline.localstack.pipeline;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.gateway.GatewayApplication;
import io.moodlepipeline.processor.GradeProcessorApplication;
import io.moodlepipeline.runtime.service.Closer;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.GroupLag;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.writer.DbWriterApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The three services against the backends under test, with what a test needs to drive and to watch them. */
final class RunningPipeline implements AutoCloseable {
    static final String TOKEN = "test-token";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> PROCESSOR_TOPICS = List.of("moodle.grade-updated");
    private static final List<String> WRITER_TOPICS =
            List.of("moodle.user-created", "moodle.user-updated", "moodle.user-enrolled", "moodle.grade-enriched");

    private final String brokers;
    private final Database database;
    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalPort gatewayPort = LocalPort.free("the gateway");
    private final List<LocalPort> managementPorts =
            Stream.of("gateway", "processor", "writer").map(LocalPort::free).toList();
    private final Closer gateway = new Closer();
    private Closer consumers = new Closer();

    RunningPipeline(String brokers, Database database) throws InterruptedException, ExecutionException {
        this.brokers = brokers;
        this.database = database;
        startAfresh(brokers);
        RunningService service = gateway.register(GatewayApplication.start(
                environment(0, Map.of("GATEWAY_PORT", Integer.toString(gatewayPort.number()), "MOODLE_TOKEN", TOKEN))));
        startConsumers();
        await().atMost(PATIENCE).until(() -> service.health().ready());
    }

    /** Tests share a broker, and a replay would bring one the events of another. */
    static void startAfresh(String brokers) throws InterruptedException, ExecutionException {
        try (Admin admin = admin(brokers)) {
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            admin.deleteConsumerGroups(groups).all().get();
            admin.deleteTopics(ours(admin)).all().get();
            await().atMost(PATIENCE).until(() -> ours(admin).isEmpty());
            new TopicsApply(admin).apply(6);
        }
    }

    private static List<String> ours(Admin admin) throws InterruptedException, ExecutionException {
        return admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith("moodle."))
                .toList();
    }

    void startConsumers() {
        RunningService processor = consumers.register(GradeProcessorApplication.start(environment(1, Map.of())));
        RunningService writer = consumers.register(DbWriterApplication.start(environment(
                2,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password()))));
        await().atMost(PATIENCE)
                .until(() -> processor.health().ready() && writer.health().ready());
    }

    void stopConsumers() {
        consumers.close();
        consumers = new Closer();
    }

    private Map<String, String> environment(int service, Map<String, String> own) {
        Map<String, String> environment = new HashMap<>(own);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", brokers);
        environment.put(
                "MANAGEMENT_PORT", Integer.toString(managementPorts.get(service).number()));
        return environment;
    }

    /** @param headers names and values in turn */
    HttpResponse<String> post(String path, byte[] body, String... headers) {
        return send(HttpRequest.newBuilder(URI.create("http://" + gatewayPort.address() + path))
                .headers(headers)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    List<String> metrics() {
        return managementPorts.stream().map(port -> get(port, "/metrics")).toList();
    }

    String get(LocalPort port, String path) {
        return send(HttpRequest.newBuilder(URI.create("http://" + port.address() + path))
                        .build())
                .body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits until every event that was posted has gone all the way: first the grades, which make new events, then the rows. */
    void awaitDrained() {
        try (Admin admin = admin(brokers)) {
            await().atMost(PATIENCE).until(() -> GroupLag.of(admin, "grade-processor", PROCESSOR_TOPICS) == 0);
            await().atMost(PATIENCE).until(() -> GroupLag.of(admin, "db-writer", WRITER_TOPICS) == 0);
        }
    }

    /** Sets both consumers back to the first record of every topic; they must be stopped. */
    void rewind() throws InterruptedException, ExecutionException {
        try (Admin admin = admin(brokers)) {
            rewind(admin, "grade-processor", PROCESSOR_TOPICS);
            rewind(admin, "db-writer", WRITER_TOPICS);
        }
    }

    private static void rewind(Admin admin, String group, List<String> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        GroupLag.ends(admin, topics).keySet().forEach(partition -> start.put(partition, new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(group, start).all().get();
    }

    private static Admin admin(String brokers) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
    }

    @Override
    public void close() {
        consumers.close();
        gateway.close();
    }
}
