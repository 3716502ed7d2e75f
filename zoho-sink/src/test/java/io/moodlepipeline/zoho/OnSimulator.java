package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.GroupLag;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The sink with a real broker and a real database, in front of the simulator. Each test has a tenant and a database of its own. */
@OnBackends
abstract class OnSimulator {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final List<String> TOPICS =
            List.of("moodle.user-created", "moodle.user-updated", "moodle.user-enrolled", "moodle.grade-enriched");

    final String brokers;
    final PostgresBackend postgres;
    final School school;
    final Database database;
    final Admin admin;

    private final List<AutoCloseable> opened = new ArrayList<>();
    ZohoSimulator zoho;

    @TempDir
    Path folder;

    OnSimulator(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        this.brokers = kafka.bootstrapServers();
        this.postgres = postgres;
        this.school = new School(brokers);
        this.database =
                postgres.createDatabase("z" + UUID.randomUUID().toString().substring(0, 8));
        this.admin = CleanBroker.admin(brokers);
    }

    @BeforeEach
    void topics() throws InterruptedException, ExecutionException {
        new TopicsApply(admin).apply(6);
    }

    @BeforeEach
    void startZoho() {
        simulate(SimulatorOptions.defaults());
    }

    /** Replaces the simulator by one with these options. */
    void simulate(SimulatorOptions options) {
        if (zoho != null) {
            zoho.close();
        }
        zoho = ZohoSimulator.start(options);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        school.close();
        admin.close();
        zoho.close();
    }

    /** An instance for the school's tenant. */
    RunningService startSink() {
        return startSink(Map.of());
    }

    RunningService startSink(Map<String, String> more) {
        return startSink(Map.of(school.tenant(), zoho.options().orgs().get(0)), more);
    }

    RunningService startSink(Map<String, OrgOptions> tenants, Map<String, String> more) {
        RunningService sink = ZohoSinkApplication.start(settings(tenants, more));
        opened.add(0, sink);
        return sink;
    }

    Map<String, String> settings(Map<String, OrgOptions> tenants, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                brokers,
                "KAFKA_FETCH_MAX_WAIT_MS",
                "20", // a stop waits for the fetch under way
                "MANAGEMENT_PORT",
                "0",
                "ZOHO_SINK_LINGER_SECONDS",
                "0",
                "ZOHO_SINK_REQUEST_TIMEOUT_SECONDS",
                "5",
                "DATABASE_URL",
                database.jdbcUrl(),
                "DATABASE_USER",
                database.user(),
                "DATABASE_PASSWORD",
                database.password(),
                "ZOHO_SINK_TENANTS_FILE",
                tenantsFile(tenants).toString()));
        settings.putAll(more);
        return settings;
    }

    void stop(RunningService sink) {
        sink.close();
        opened.remove(sink);
    }

    Path tenantsFile(Map<String, OrgOptions> tenants) {
        try {
            Path file = Files.createTempFile(folder, "tenants", ".yaml");
            StringBuilder yaml = new StringBuilder("tenants:\n");
            for (Map.Entry<String, OrgOptions> tenant : tenants.entrySet()) {
                Credentials credentials = tenant.getValue().credentials();
                yaml.append("  ").append(tenant.getKey()).append(":\n");
                line(yaml, "accounts_url", zoho.url());
                line(yaml, "api_domain", zoho.url());
                line(yaml, "client_id", credentials.clientId());
                line(yaml, "client_secret_file", secret(credentials.clientSecret()));
                line(yaml, "refresh_token_file", secret(credentials.refreshToken()));
                line(yaml, "time_zone", "Europe/London");
                yaml.append(moreOfATenant());
            }
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** More lines of a tenant in the tenants file. */
    String moreOfATenant() {
        return "";
    }

    private static void line(StringBuilder yaml, String key, Object value) {
        yaml.append("    ").append(key).append(": \"").append(value).append("\"\n");
    }

    private Path secret(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), text);
    }

    /** Waits until the sink has dealt with everything that was sent. */
    void settle() {
        school.flush();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> GroupLag.of(admin, TenantConsumers.group(school.tenant()), TOPICS) == 0);
    }

    Optional<ObjectNode> record(String module, String keyField, String key) {
        return zoho.records(module).stream()
                .filter(record -> record.path(keyField).asText().equals(key))
                .findFirst();
    }

    Optional<ObjectNode> student(long id) {
        return record("BTEC_Students", "Student_Moodle_ID", Long.toString(id));
    }

    Optional<ObjectNode> enrolment(long id) {
        return record("Enrollments", "Moodle_Enrollment_ID", Long.toString(id));
    }

    Optional<ObjectNode> grade(long user, long item) {
        return record("Grades", "Moodle_Grade_Composite_Key", user + "-" + item);
    }

    static String text(Optional<ObjectNode> record, String field) {
        return record.map(found -> found.path(field))
                .filter(value -> !value.isNull())
                .map(JsonNode::asText)
                .orElse(null);
    }

    /** What a dry run prints. */
    List<JsonNode> dryRun(StringWriter err) throws IOException {
        Map<String, String> settings =
                settings(Map.of(school.tenant(), zoho.options().orgs().get(0)), Map.of());
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new ZohoSinkCommand(() -> settings))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("--dry-run");
        assertThat(exitCode).as(err.toString()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new JsonMapper().readTree(line));
        }
        return lines;
    }
}
