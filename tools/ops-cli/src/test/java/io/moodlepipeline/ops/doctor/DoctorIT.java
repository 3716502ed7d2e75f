package io.moodlepipeline.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.dlt.LetterBox;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.writer.tables.Tables;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb against a broker, a database and a simulated Zoho. */
@OnBackends
class DoctorIT {
    private static final String ORG = OrgOptions.defaults().id();
    private static final String OF_EVENT = "now(), gen_random_uuid(), 'topic', 0, 0, now(), now()";

    private final String brokers;
    private final Admin admin;
    private final PostgresBackend postgres;
    private final Database database;
    private ZohoSimulator simulator;

    @TempDir
    private Path folder;

    DoctorIT(KafkaBackend kafka, PostgresBackend postgres) throws Exception {
        brokers = kafka.bootstrapServers();
        admin = CleanBroker.admin(brokers);
        this.postgres = postgres;
        database = postgres.createDatabase("doctor");
    }

    @BeforeEach
    void start() throws IOException {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults());
        Files.writeString(
                folder.resolve("secret"), OrgOptions.defaults().credentials().clientSecret());
        Files.writeString(
                folder.resolve("token"), OrgOptions.defaults().credentials().refreshToken());
    }

    @AfterEach
    void close() {
        admin.close();
        simulator.close();
    }

    @Test
    void whatIsAllThereHasNoFailures() throws Exception {
        makeAll();

        Ops.Result result = doctor("--zoho-tenants", tenants("north"));

        assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.OK);
        assertThat(result.out())
                .contains("Kafka\n", "PostgreSQL\n", "Zoho of north\n", "Moodle's data\n", ", 0 failed.")
                .doesNotContain("FAIL");
        // Nobody runs here.
        assertThat(of(Verdict.WARN)).containsExactly("grade-processor", "db-writer", "zoho-sink.north");
    }

    @Test
    @EmbeddedOnly("starts a broker of its own that is set like an older one")
    void aBrokerWithoutTheConsumerGroupProtocolIsAFailureThatNamesTheLeastVersion() throws Exception {
        try (EmbeddedKafka old = EmbeddedKafka.started(EmbeddedKafka.Options.in(folder.resolve("old"))
                .withSettings(Map.of("group.coordinator.rebalance.protocols", "classic")))) {
            Ops.Result result = doctor("--bootstrap-server", old.bootstrapServers());

            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.out())
                    .contains(
                            "FAIL  group protocol",
                            "-> the pipeline needs Kafka 4.0 or newer, with the consumer group protocol");
        }
    }

    @Test
    void theTokenIsSharedAndTheCreditsAreNoted() throws Exception {
        makeAll();
        doctor("--zoho-tenants", tenants("north"));

        assertThat(find("credits").get("found").asText()).isEqualTo("the pipeline has used 12 of 60000 in 24 hours");
        assertThat(simulator.stats().tokensIssued()).isEqualTo(1);
        assertThat(simulator.stats().creditsUsed()).isEqualTo(12);
    }

    @Test
    void beforeTheFirstStartItSaysWhatIsMissingAndStillLooksAtZoho() throws Exception {
        Ops.Result result = doctor("--zoho-tenants", tenants("north"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains(
                        "missing: moodle.user-created",
                        "-> java -jar ops-cli.jar topics apply",
                        "not made yet; db-writer does it when it starts",
                        "not made yet; zoho-sink does it when it starts",
                        "OK    organisation");
        assertThat(of(Verdict.FAIL)).containsExactly("topics");
    }

    @Test
    void withoutATenantsFileTheRestIsChecked() throws Exception {
        makeAll();

        Ops.Result result = doctor();

        assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("Zoho is not checked", "ZOHO_SINK_TENANTS_FILE", "OK    bands");
        assertThat(simulator.stats().calls()).isZero();
    }

    @Test
    void everyMistakeInTheTenantsFileIsSaid() throws Exception {
        makeAll();
        Path file = folder.resolve("tenants.yaml");
        Files.writeString(
                file, "tenants: {north: {time_zone: Nowhere/City, accounts_url: 'http://elsewhere.example'}}");

        Ops.Result result = doctor("--zoho-tenants", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("time_zone", "accounts_url", "client_id", "-> correct");
    }

    @Test
    void aDatabaseThatIsAwayIsOneFailure() throws Exception {
        new TopicsApply(admin).apply(3);

        Ops.Result result = Ops.connectedTo(brokers)
                .with("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/away")
                .with("DATABASE_USER", "nobody")
                .with("DATABASE_PASSWORD", "secret")
                .run("doctor", "--zoho-tenants", tenants("north"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("FAIL  server", "-> start postgres", "OK    organisation", " 1 failed.");
    }

    @Test
    void aDatabaseThatDoesNotExistIsCalledSo() throws Exception {
        new TopicsApply(admin).apply(3);

        Ops.Result result = Ops.connectedTo(brokers)
                .with("DATABASE_URL", database.jdbcUrl().replaceAll("/doctor$", "/nowhere"))
                .with("DATABASE_USER", database.user())
                .with("DATABASE_PASSWORD", database.password())
                .run("doctor");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("3D000", "the database nowhere does not exist: make it with CREATE DATABASE");
    }

    @Test
    void tablesOfAnotherProgramAreAFailureUntilTheUrlNamesASchemaOfOurOwn() throws Exception {
        new TopicsApply(admin).apply(3);
        execute("CREATE TABLE students (id int)");

        Ops.Result result = doctor();

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains(
                        "FAIL  tables of db-writer",
                        "it has students, and no history of ours",
                        "?currentSchema=moodle");

        String url = database.jdbcUrl() + "?currentSchema=moodle";
        makeTables(url);
        Ops.Result fixed = Ops.connectedTo(brokers)
                .with("DATABASE_URL", url)
                .with("DATABASE_USER", database.user())
                .with("DATABASE_PASSWORD", database.password())
                .run("doctor");
        assertThat(fixed.exitCode()).as(fixed.out()).isEqualTo(ExitCode.OK);
        assertThat(fixed.out()).contains("OK    tables of db-writer", "OK    graded users");
    }

    @Test
    @EmbeddedOnly("makes a database in another encoding, as the superuser")
    void aDatabaseInAnotherEncodingIsAFailure() throws Exception {
        new TopicsApply(admin).apply(3);
        try (Connection superuser =
                        ((EmbeddedPostgreSql) postgres).asSuperuser().connect();
                Statement statement = superuser.createStatement()) {
            statement.execute("DROP DATABASE doctor WITH (FORCE)");
            statement.execute("CREATE DATABASE doctor OWNER pipeline ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        }

        Ops.Result result = doctor();

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("FAIL  database", "LATIN1", "ENCODING 'UTF8'");
    }

    @Test
    void gradesWithAnAssumedMaximumAndGradedUsersWithoutAStudentAreCounted() throws Exception {
        makeAll();
        grade("north", 1, 1, "assumed-100");
        grade("north", 1, 2, "maximum");
        grade("north", 2, 1, "maximum");
        grade("south", 3, 1, "assumed-100");
        student("north", 1);

        Ops.Result result = doctor();

        assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.OK);
        assertThat(result.out())
                .contains(
                        "WARN  bands of north",
                        "1 of 3 grades came without a maximum",
                        "set grades_without_maximum: no-band for north",
                        "WARN  bands of south",
                        "1 user has grades, and Moodle has sent nothing else",
                        "trace --tenant north --user 2");
        assertThat(doctor("--tenant", "south").out()).doesNotContain("north");
    }

    @Test
    void whatTheLedgerKnowsIsComparedWithZoho() throws Exception {
        makeAll();
        execute("INSERT INTO zoho.binding VALUES ('north', '4711')");
        execute("INSERT INTO zoho.entry (tenant, org_id, role, key, incomplete_fields)"
                + " VALUES ('north', '4711', 'STUDENT', '1', '{Phone_Number}')");
        execute("INSERT INTO zoho.waiting SELECT 'north', 'GRADE', '1-1', '1', 1, now(), gen_random_uuid(), 1,"
                + " 'topic', 0, 0, 0, 'CREATE_TIME', NULL, NULL, '{}', '{}', now() - interval '3 days'");
        try (LetterBox letters = new LetterBox(brokers)) {
            letters.write(LetterBox.Draft.of(
                            "zoho-sink.north",
                            EventType.USER_UPDATED,
                            SampleEvents.userUpdated(user -> user.put("userid", 1)))
                    .withCode(DeadLetterCode.STUDENT_NOT_SYNCED));
            letters.write(LetterBox.Draft.of(
                            "zoho-sink.north",
                            EventType.USER_UPDATED,
                            SampleEvents.userUpdated(user -> user.put("userid", 2)))
                    .withCode(DeadLetterCode.ZOHO_RECORD_LOCKED));
        }

        Ops.Result result = doctor("--zoho-tenants", tenants("north"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains(
                        "belongs to organisation 4711, and the refresh token to " + ORG,
                        "zoho reset-ledger --tenant north",
                        "1 enrolment or grade waits for its student, for 3 d",
                        "left out: BTEC_Students.Phone_Number of 1",
                        "1 waits for a person, 1 is sent again by the redriver: 1 STUDENT_NOT_SYNCED, 1"
                                + " ZOHO_RECORD_LOCKED",
                        "dlt list --state open,parked --consumer zoho-sink.north");
    }

    @Test
    void twoTenantsOfOneOrganisationNeedKeysThatHoldTheTenant() throws Exception {
        makeAll();

        Ops.Result result = doctor("--zoho-tenants", tenants("north", "south"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains(
                        "is that of tenant south, too", "is that of tenant north, too", "put {tenant} into every key");
    }

    @Test
    void aTenantsNameMustBeOne() {
        assertThat(doctor("--tenant", "No Name").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private Ops.Result doctor(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "doctor";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Ops.connectedTo(brokers)
                .with("DATABASE_URL", database.jdbcUrl())
                .with("DATABASE_USER", database.user())
                .with("DATABASE_PASSWORD", database.password())
                .run(arguments);
    }

    private JsonNode checks() throws IOException {
        return doctor("-o", "json", "--zoho-tenants", tenants("north")).json();
    }

    /** The subjects with a verdict. */
    private List<String> of(Verdict verdict) throws IOException {
        return StreamSupport.stream(checks().spliterator(), false)
                .filter(check -> check.get("verdict").asText().equals(verdict.name()))
                .map(check -> check.get("subject").asText())
                .toList();
    }

    private JsonNode find(String subject) throws IOException {
        return StreamSupport.stream(checks().spliterator(), false)
                .filter(check -> check.get("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private String tenants(String... names) throws IOException {
        StringBuilder yaml = new StringBuilder("tenants:\n");
        for (String name : names) {
            yaml.append("  ").append(name).append(":\n");
            yaml.append("    accounts_url: ").append(simulator.url()).append('\n');
            yaml.append("    api_domain: ").append(simulator.url()).append('\n');
            yaml.append("    client_id: ")
                    .append(OrgOptions.defaults().credentials().clientId())
                    .append('\n');
            yaml.append("    client_secret_file: secret\n    refresh_token_file: token\n");
            yaml.append("    time_zone: ").append(SimulatedTenant.ZONE).append('\n');
        }
        Path file = folder.resolve("tenants.yaml");
        Files.writeString(file, yaml);
        return file.toString();
    }

    private void makeAll() throws Exception {
        new TopicsApply(admin).apply(3);
        makeTables(database.jdbcUrl());
    }

    private void makeTables(String url) throws InterruptedException {
        DatabaseSettings settings = new DatabaseSettings(url, database.user(), new Secret(database.password()));
        try (io.moodlepipeline.postgresql.Database pool =
                io.moodlepipeline.postgresql.Database.open(settings, "test", 2)) {
            pool.awaitSchema(Tables.SCHEMA, new HealthState("test"));
            pool.awaitSchema(LedgerDatabase.SCHEMA, new HealthState("test"));
        }
    }

    private void grade(String tenant, long user, long item, String basis) throws SQLException {
        execute("INSERT INTO grades (tenant_id, moodle_user_id, item_id, moodle_grade_id, band_basis, band_rules,"
                + " event_id, version_time, version_sequence, source_topic, source_partition, source_offset,"
                + " received_at, written_at) VALUES ('" + tenant + "', " + user + ", " + item + ", 1, '" + basis
                + "', 1, gen_random_uuid(), "
                + OF_EVENT + ")");
    }

    private void student(String tenant, long user) throws SQLException {
        execute("INSERT INTO students (tenant_id, moodle_user_id, username, first_name, last_name, email, suspended,"
                + " deleted, event_id, version_time, version_sequence, source_topic, source_partition, source_offset,"
                + " received_at, written_at) VALUES ('" + tenant + "', " + user
                + ", 'u', 'f', 'l', 'e', false, false, gen_random_uuid(), " + OF_EVENT + ")");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
