package io.moodlepipeline.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.runtime.settings.Settings;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases with which a service cannot work, and what it says of them. */
@OnBackends
@EmbeddedOnly("makes databases, schemas and roles of all kinds, as the superuser")
class UnfitDatabaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Schema UNNAMED = Schema.unnamed("classpath:io/moodlepipeline/postgresql/unnamed");
    private static final Schema NAMED = new Schema("classpath:io/moodlepipeline/postgresql/named", "pets");

    /** As its PostgreSQLAdvisoryLockTemplate makes it. */
    private static final long FLYWAYS_LOCK = 77_431_708_279_161L + "\"public\".\"flyway_schema_history\"".hashCode();

    private final EmbeddedPostgreSql postgres;
    private final io.moodlepipeline.testkit.Database target;
    private final HealthState health = new HealthState("test");
    private final List<AutoCloseable> toClose = new ArrayList<>();

    UnfitDatabaseIT(PostgresBackend postgres) {
        this.postgres = (EmbeddedPostgreSql) postgres;
        target = postgres.createDatabase("unfit");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "WIN1252", "SQL_ASCII"})
    void aDatabaseInAnotherEncodingIsRefusedAndTheRemedyWorks(String encoding) throws Exception {
        asSuperuser("DROP DATABASE unfit WITH (FORCE)");
        asSuperuser("CREATE DATABASE unfit OWNER " + target.user() + " ENCODING '" + encoding
                + "' LOCALE 'C' TEMPLATE template0");

        Problem problem = open("unfit", "").problem().orElseThrow();

        assertThat(problem.found()).contains("unfit", encoding);
        assertRefused(open("unfit", ""), UNNAMED, encoding);
        String create = problem.remedy().replaceAll("(?s).*(CREATE DATABASE .* template0).*", "$1");
        asSuperuser("DROP DATABASE IF EXISTS remedied WITH (FORCE)");
        asSuperuser(create.replace("…", "remedied"));
        open("remedied", "").awaitSchema(UNNAMED, health);
    }

    @Test
    void aDatabaseThatDoesNotExistIsCalledSoAndWaitedFor() throws Exception {
        asSuperuser("DROP DATABASE IF EXISTS \"later\" WITH (FORCE)");
        CompletableFuture<Void> waiting = awaitSchema(open("later", ""), UNNAMED);

        await().atMost(PATIENCE).until(() -> health.get().detail().contains("the database later does not exist"));
        assertThat(health.get().status()).isEqualTo(Health.Status.WAITING);
        assertThat(health.get().detail()).contains("3D000", "CREATE DATABASE later OWNER " + target.user());
        postgres.createDatabase("later");

        waiting.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aUserThatDoesNotExistIsNamed() {
        Database database = open(new DatabaseSettings(target.jdbcUrl(), "stranger", new Secret("none")));

        assertThatThrownBy(() -> database.connect().close())
                .isInstanceOf(TargetException.class)
                .hasMessageContainingAll("stranger", "28");
    }

    @Test
    void aUserThatMayNotConnectIsNamedWithTheRemedy() throws Exception {
        asSuperuser("REVOKE ALL ON DATABASE unfit FROM PUBLIC");
        role("outsider");
        Database database = open(new DatabaseSettings(target.jdbcUrl(), "outsider", new Secret("outsider")));

        assertThatThrownBy(() -> database.connect().close())
                .isInstanceOf(TargetException.class)
                .hasMessageContainingAll("42501", "GRANT CONNECT ON DATABASE unfit TO outsider");
        asSuperuser("GRANT CONNECT ON DATABASE unfit TO outsider");
        database.connect().close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMissingRightToMakeTablesIsNamedWithTheRemedyAndWaitedFor(boolean named) throws Exception {
        role("guest");
        inUnfit("REVOKE CREATE ON SCHEMA public FROM PUBLIC"); // which servers before 15 grant
        Schema schema = named ? NAMED : UNNAMED;
        Database database = open(new DatabaseSettings(target.jdbcUrl(), "guest", new Secret("guest")));
        CompletableFuture<Void> waiting = awaitSchema(database, schema);

        await().atMost(PATIENCE).until(() -> health.get().detail().contains("42501"));
        String detail = health.get().detail();
        assertThat(detail).contains("guest", named ? "pets" : "public");
        String remedy = detail.replaceAll(
                named ? ".*(CREATE SCHEMA .*), or GRANT.*" : ".*(GRANT USAGE, CREATE ON SCHEMA public TO guest).*",
                "$1");
        inUnfit(remedy);

        waiting.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE dog (breed text)",
                "CREATE TABLE students (id int)",
                "CREATE VIEW students AS SELECT 1 AS id",
                "CREATE TABLE students (id int) PARTITION BY LIST (id)",
                "CREATE TYPE mood AS ENUM ('sad', 'glad')",
                "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'"
            })
    void aSchemaOfAnotherProgramIsRefusedLeftAloneAndTheRemedyWorks(String foreign) throws Exception {
        inUnfit(foreign);

        Problem problem = open("unfit", "").problem(UNNAMED).orElseThrow();
        assertThat(problem.found()).contains("schema public", "another program");
        assertThat(problem.remedy()).contains("?currentSchema=moodle");
        assertRefused(open("unfit", ""), UNNAMED, "another program");

        open("unfit", "?currentSchema=moodle").awaitSchema(UNNAMED, health);
        assertThat(text("SELECT string_agg(schemaname, ',') FROM pg_tables WHERE tablename = 'flyway_schema_history'"))
                .isEqualTo("moodle");
        assertThat(text("SELECT count(*) FROM moodle.dog")).isEqualTo("0");
    }

    @Test
    void inASchemaOfItsOwnAServiceFindsItsTables() throws Exception {
        Database database = open("unfit", "?currentSchema=moodle");
        database.awaitSchema(UNNAMED, health);
        database.awaitSchema(UNNAMED, health);
        database.awaitSchema(NAMED, health);

        database.inTransaction(connection -> {
            execute(connection, "INSERT INTO dog VALUES ('Rex')");
            return null;
        });

        assertThat(text("SELECT name FROM moodle.dog")).isEqualTo("Rex");
        assertThat(text("SELECT count(*) FROM pets.cat")).isEqualTo("0");
        assertThat(database.migrations(UNNAMED).applied()).containsExactly("1");
        assertThat(database.problem(UNNAMED)).isEmpty();
    }

    @Test
    void whatAnExtensionBroughtIsNobodysProgram() throws Exception {
        assertThat(open("unfit", "").problem(UNNAMED)).isEmpty();
        inUnfit("CREATE TABLE spatial (id int); CREATE SEQUENCE numbers");

        assertThat(open("unfit", "").problem(UNNAMED))
                .map(Problem::found)
                .get()
                .asString()
                .contains("numbers, spatial");
    }

    @Test
    void aNamedSchemaOfAnotherProgramIsRefused() throws Exception {
        inUnfit("CREATE SCHEMA pets; CREATE TABLE pets.goldfish (name text); GRANT USAGE ON SCHEMA pets TO "
                + target.user());

        assertRefused(open("unfit", ""), NAMED, "schema pets");
    }

    @Test
    void aHistoryOfAnotherProgramIsRefusedWithoutFlywaysAdvice() throws Exception {
        open("unfit", "").awaitSchema(UNNAMED, health);
        inUnfit("UPDATE flyway_schema_history SET checksum = checksum + 1, description = 'of another'");

        assertThatThrownBy(() -> open("unfit", "").awaitSchema(UNNAMED, health))
                .isInstanceOf(UnrecoverableException.class)
                .hasMessageContainingAll("migration 1", "another program", "?currentSchema=moodle")
                .hasMessageNotContainingAny("repair", "rd.gt");
    }

    @Test
    void whileAnotherInstanceMigratesItIsWaitedForAndSaid() throws Exception {
        Database database = open("unfit", "");
        database.awaitSchema(UNNAMED, health);
        try (Connection holder = target.connect()) {
            holder.setAutoCommit(false);
            execute(holder, "SELECT pg_advisory_xact_lock(" + FLYWAYS_LOCK + ")");
            CompletableFuture<Void> waiting = awaitSchema(database, UNNAMED);

            await().atMost(PATIENCE).until(() -> health.get().detail().contains("another instance"));
            holder.rollback();

            waiting.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aUrlThatIsNoneIsASettingsProblem() {
        Settings settings = new Settings(Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:port/pipeline"));

        DatabaseSettings.from(settings);

        assertThatThrownBy(() -> settings.finish("TEST_", List.of(DatabaseSettings.URL)))
                .hasMessageContaining("jdbc:postgresql://host:5432/database");
    }

    @Test
    void aConnectionThatSharesItsSessionIsFoundOut() throws Exception {
        DatabaseSettings settings =
                new DatabaseSettings(target.jdbcUrl(), target.user(), new Secret(target.password()));
        try (Connection one = target.connect();
                Connection other = target.connect()) {
            Optional<Problem> shared = Requirements.unmet(settings, one, one);

            assertThat(shared).map(Problem::remedy).get().asString().contains("pool_mode = session");
            assertThat(Requirements.unmet(settings, one, other)).isEmpty();
        }
    }

    private void assertRefused(Database database, Schema schema, String... words) {
        assertThatThrownBy(() -> database.awaitSchema(schema, health))
                .isInstanceOf(UnrecoverableException.class)
                .hasMessageContainingAll(words);
    }

    private CompletableFuture<Void> awaitSchema(Database database, Schema schema) {
        return CompletableFuture.runAsync(() -> {
            try {
                database.awaitSchema(schema, health);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Database open(String name, String parameters) {
        String url = target.jdbcUrl().replaceAll("/unfit$", "/" + name + parameters);
        return open(new DatabaseSettings(url, target.user(), new Secret(target.password())));
    }

    private Database open(DatabaseSettings settings) {
        Database database = Database.open(settings, "test", 2);
        toClose.add(database);
        return database;
    }

    private void role(String name) throws SQLException {
        asSuperuser("DROP ROLE IF EXISTS " + name);
        asSuperuser("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
        toClose.add(() -> {
            asSuperuser("DROP DATABASE IF EXISTS unfit WITH (FORCE)");
            asSuperuser("DROP ROLE " + name);
        });
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = postgres.asSuperuser().connect()) {
            execute(connection, sql);
        }
    }

    private void inUnfit(String sql) throws SQLException {
        try (Connection connection = superuserInUnfit().connect()) {
            execute(connection, sql);
        }
    }

    private io.moodlepipeline.testkit.Database superuserInUnfit() {
        io.moodlepipeline.testkit.Database superuser = postgres.asSuperuser();
        return new io.moodlepipeline.testkit.Database(target.jdbcUrl(), superuser.user(), superuser.password());
    }

    private String text(String query) throws SQLException {
        try (Connection connection = superuserInUnfit().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
