package io.moodlepipeline.ops.running;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.processor.GradeProcessorApplication;
import io.moodlepipeline.runtime.service.Closer;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.testkit.GroupLag;
import io.moodlepipeline.writer.DbWriterApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The broker, the database and the two consumers, with what a test needs to drive them and to run verbs against them. */
public final class RunningServices implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private final Closer closer = new Closer();
    private final EmbeddedKafka kafka;
    private final Database database;
    private final Admin admin;
    private RunningService writer;
    private RunningService processor;

    public RunningServices(Path folder) throws InterruptedException, ExecutionException {
        kafka = closer.register(EmbeddedKafka.started(EmbeddedKafka.Options.in(folder.resolve("kafka"))));
        EmbeddedPostgreSql postgres = closer.register(
                EmbeddedPostgreSql.started(EmbeddedPostgreSql.Options.in(folder.resolve("postgresql"))));
        database = postgres.database();
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
        closer.register(admin);
        new TopicsApply(admin).apply(PARTITIONS);
        startProcessor();
        startWriter();
    }

    public String brokers() {
        return kafka.bootstrapServers();
    }

    public Admin admin() {
        return admin;
    }

    public void startWriter() {
        writer = DbWriterApplication.start(environment());
        await().atMost(PATIENCE).until(() -> writer.health().ready());
    }

    public void stopWriter() {
        writer.close();
    }

    public void startProcessor() {
        Map<String, String> environment = environment();
        environment.keySet().removeIf(name -> name.startsWith("DATABASE_"));
        processor = GradeProcessorApplication.start(environment);
        await().atMost(PATIENCE).until(() -> processor.health().ready());
    }

    public void stopProcessor() {
        processor.close();
    }

    /** A Zoho of one school's own, with a zoho-sink that writes to it. */
    public RunningZoho startZoho(Path folder, String tenant) throws IOException {
        return new RunningZoho(admin, environment(), folder, tenant);
    }

    /** Runs a verb as a person would, who has said where the services are. */
    public Ops.Result run(String... arguments) {
        return ops().run(arguments);
    }

    /** Where the services are, for a person who says more than that. */
    public Ops ops() {
        Ops ops = Ops.connectedTo(kafka.bootstrapServers());
        environment().forEach(ops::with);
        return ops;
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "KAFKA_FETCH_MAX_WAIT_MS", "20", // a stop waits for the fetch under way
                "MANAGEMENT_PORT", "0",
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password()));
    }

    /** How many rows it changed. */
    public int execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** How many rows a query finds. */
    public int count(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }

    /** Waits until all that was sent has gone all the way: first the grades, which make new events, then the rows. */
    public void awaitDrained() {
        awaitDrained("grade-processor", List.of("moodle.grade-updated"));
        awaitDrained(
                "db-writer",
                List.of("moodle.user-created", "moodle.user-updated", "moodle.user-enrolled", "moodle.grade-enriched"));
    }

    private void awaitDrained(String group, List<String> topics) {
        await().atMost(PATIENCE).until(() -> GroupLag.of(admin, group, topics) == 0);
    }

    public long end(TopicPartition partition) throws InterruptedException, ExecutionException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Override
    public void close() {
        try (closer) {
            writer.close();
            processor.close();
        }
    }
}
