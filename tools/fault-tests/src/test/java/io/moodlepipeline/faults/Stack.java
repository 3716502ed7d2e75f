package io.moodlepipeline.faults;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.Closer;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.testkit.GroupLag;
import io.moodlepipeline.testkit.LocalPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.commons.io.FileUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Broker, database and services, each a process of its own that a test may kill, freeze and start again. */
final class Stack implements AutoCloseable {
    static final String PROCESSOR = "grade-processor";
    static final String WRITER = "db-writer";
    static final List<String> PROCESSOR_TOPICS = List.of("moodle.grade-updated");
    static final List<String> WRITER_TOPICS =
            List.of("moodle.user-created", "moodle.user-updated", "moodle.user-enrolled", "moodle.grade-enriched");

    static final int PARTITIONS = 6;
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);

    private static final Duration GROUP_LIMIT = Duration.ofMinutes(1);

    private final Path logs;
    private final Closer closer = new Closer();
    private final BrokerProcess broker;
    private final EmbeddedPostgreSql postgres;
    private final LocalPort gatewayPort = LocalPort.free("the gateway");
    private final List<ServiceProcess> writers = new ArrayList<>();
    private boolean composed;
    private Database databaseAddress;
    private FaultyNetwork toBroker;
    private FaultyNetwork toDatabase;
    private ServiceProcess gateway;
    private ServiceProcess processor;
    private Admin admin;

    private Stack(Path data, Path logs, Path brokerData, List<String> brokerWrapper) {
        this.logs = logs;
        closer.register(() -> FileUtils.deleteDirectory(data.toFile()));
        postgres = closer.register(new EmbeddedPostgreSql(EmbeddedPostgreSql.Options.in(data.resolve("postgresql"))));
        broker = closer.register(new BrokerProcess(brokerData, logs.resolve("broker.log"), brokerWrapper));
        databaseAddress = postgres.database();
    }

    /** @param name of the test, after which the folder with the logs is called */
    static Stack start(String name) {
        Path data = newDirectory();
        return started(new Stack(data, logs(name), data.resolve("kafka"), List.of()));
    }

    /** With services under the flags that the compose file gives them. */
    static Stack startAsComposed(String name) {
        Path data = newDirectory();
        Stack stack = new Stack(data, logs(name), data.resolve("kafka"), List.of());
        stack.composed = true;
        return started(stack);
    }

    /** With a broker that is run by the given command. */
    static Stack start(String name, List<String> brokerWrapper) {
        Path data = newDirectory();
        return started(new Stack(data, logs(name), data.resolve("kafka"), brokerWrapper));
    }

    /** With a broker that keeps its data in the given folder. */
    static Stack start(String name, Path brokerData) {
        return started(new Stack(newDirectory(), logs(name), brokerData, List.of()));
    }

    /** With a faulty network on the services' way to broker and database; the test itself uses the one to the broker too. */
    static Stack startBehindNetworks(String name) {
        Path data = newDirectory();
        Stack stack = new Stack(data, logs(name), data.resolve("kafka"), List.of());
        stack.layNetworks();
        return started(stack);
    }

    private void layNetworks() {
        toBroker = closer.register(FaultyNetwork.before(broker.port()));
        broker.advertise(toBroker.entrance());
        Database direct = postgres.database();
        URI url = URI.create(direct.jdbcUrl().replaceFirst("jdbc:", ""));
        toDatabase = closer.register(FaultyNetwork.before(new LocalPort("PostgreSQL", url.getPort())));
        databaseAddress = new Database(
                "jdbc:postgresql://" + toDatabase.entrance().address() + url.getPath(),
                direct.user(),
                direct.password());
    }

    private static Stack started(Stack stack) {
        try {
            stack.startServers();
            stack.startServices();
            return stack;
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            stack.close();
            throw new IllegalStateException("the pipeline did not start", e);
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("moodle-event-pipeline-faults");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path logs(String name) {
        try {
            return Files.createDirectories(Path.of("target", "fault-logs", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startServers() throws InterruptedException, ExecutionException {
        postgres.start();
        broker.start();
        admin = closer.register(Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers(),
                // A test that watches an outage wants an answer, if only that there is none.
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                "10000",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "5000")));
        new TopicsApply(admin).apply(PARTITIONS);
    }

    private void startServices() {
        gateway = service(
                "ingest-gateway",
                "ingest-gateway",
                Map.of("GATEWAY_PORT", Integer.toString(gatewayPort.number()), "MOODLE_TOKEN", GatewayClient.TOKEN));
        processor = service(PROCESSOR, PROCESSOR, Map.of());
        writers.add(newWriter());
        gateway.start();
        processor.start();
        writer().start();
        gateway.awaitReady();
        processor.awaitReady();
        writer().awaitReady();
    }

    /** Starts one more instance. */
    ServiceProcess addWriter() {
        ServiceProcess added = newWriter();
        writers.add(added);
        added.start();
        return added;
    }

    private ServiceProcess newWriter() {
        return service(
                WRITER,
                WRITER + "-" + (writers.size() + 1),
                Map.of(
                        "DATABASE_URL", databaseAddress.jdbcUrl(),
                        "DATABASE_USER", database().user(),
                        "DATABASE_PASSWORD", database().password()));
    }

    /** A redriver, not started yet, that looks for letters every second. */
    ServiceProcess newRedriver() {
        return service("tools/ops-cli", "redriver", Map.of("REDRIVER_INTERVAL", "1"), "redrive", "--watch");
    }

    private ServiceProcess service(String module, String name, Map<String, String> own, String... arguments) {
        Map<String, String> environment = new HashMap<>(own);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", brokers());
        ServiceProcess service = closer.register(new ServiceProcess(module, name, logs, environment, arguments));
        if (composed) {
            service.asComposed(module);
        }
        return service;
    }

    /** Waits until so many writers share every topic, the grades' above all. */
    void awaitWriters(int count) {
        await(count + " writers")
                .atMost(GROUP_LIMIT)
                .ignoreExceptions()
                .until(() -> Group.now(admin, WRITER).isSharedBy(count, Group.GRADES));
    }

    BrokerProcess broker() {
        return broker;
    }

    EmbeddedPostgreSql postgres() {
        return postgres;
    }

    /** Only of a stack that was started behind networks. */
    FaultyNetwork toBroker() {
        return toBroker;
    }

    /** Only of a stack that was started behind networks. */
    FaultyNetwork toDatabase() {
        return toDatabase;
    }

    ServiceProcess gateway() {
        return gateway;
    }

    ServiceProcess processor() {
        return processor;
    }

    /** The first instance. */
    ServiceProcess writer() {
        return writers.get(0);
    }

    Admin admin() {
        return admin;
    }

    String brokers() {
        return broker.address();
    }

    Database database() {
        return postgres.database();
    }

    GatewayClient client() {
        return new GatewayClient(gatewayPort.address());
    }

    /** Waits until every event has gone all the way: first the grades, which make new events, then the rows. */
    void awaitDrained() {
        awaitNoLag(PROCESSOR, PROCESSOR_TOPICS);
        awaitNoLag(WRITER, WRITER_TOPICS);
    }

    private void awaitNoLag(String group, List<String> topics) {
        await(group + " drained")
                .atMost(DRAIN_LIMIT)
                .ignoreExceptions()
                .until(() -> GroupLag.of(admin, group, topics) == 0);
    }

    @Override
    public void close() {
        closer.close();
    }
}
