package io.moodlepipeline.localstack.deploy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.postgresql.Schema;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Settings;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.writer.tables.Tables;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles of the database in the compose files, made by their own script on a server of its own, since roles are the server's. */
class DatabaseRolesIT {
    private static final String PASSWORD = "secret";
    private static final String NO_RIGHT = "42501";

    private static EmbeddedPostgreSql postgres;

    @BeforeAll
    static void makeRolesAndTables(@TempDir Path folder) throws Exception {
        postgres = EmbeddedPostgreSql.started(EmbeddedPostgreSql.Options.in(folder.resolve("data")));
        execute(postgres.asSuperuser(), script());
        execute(postgres.asSuperuser(), "CREATE ROLE anna LOGIN PASSWORD '" + PASSWORD + "' IN ROLE db_reader");
        // As after an upgrade.
        execute(postgres.asSuperuser(), script());
        migrate("db_writer", Tables.SCHEMA);
        migrate("zoho_sink", LedgerDatabase.SCHEMA);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db_reader", "anna", "db_operator"})
    void everyTableThatAServiceMakesIsRead(String person) throws SQLException {
        for (String table : new String[] {"students", "enrollments", "grades", "zoho.entry", "zoho.waiting"}) {
            execute(as(person), "SELECT * FROM " + table);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO grades SELECT * FROM grades",
                "UPDATE grades SET item_id = 1",
                "DELETE FROM grades",
                "TRUNCATE grades",
                "DROP TABLE grades",
                "UPDATE zoho.entry SET content_hash = NULL",
                "DELETE FROM zoho.waiting",
                "CREATE TABLE zoho.notes (note text)",
                "CREATE TABLE notes (note text)",
                "CREATE TEMPORARY TABLE notes (note text)",
                "SET ROLE db_writer"
            })
    void peopleHaveNoRightToChangeAnything(String statement) {
        for (String person : new String[] {"db_reader", "anna"}) {
            // Whoever wants to can switch this off, so it is not what keeps them from it.
            String writable = "SET default_transaction_read_only = off";

            assertThatExceptionOfType(SQLException.class)
                    .as(person)
                    .isThrownBy(() -> execute(as(person), writable, statement))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(NO_RIGHT));
        }
    }

    @Test
    void theSharedLoginDoesNotWriteByMistakeEither() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> execute(as("db_reader"), "DELETE FROM grades"))
                .withMessageContaining("read-only transaction");
    }

    @ParameterizedTest
    @CsvSource({
        "db_writer, CREATE ROLE other",
        "db_writer, CREATE DATABASE other",
        "db_writer, SELECT * FROM zoho.entry",
        "zoho_sink, CREATE ROLE other",
        "zoho_sink, CREATE SCHEMA other",
        "zoho_sink, SELECT * FROM public.grades",
        "db_operator, DELETE FROM grades",
        "db_operator, DROP TABLE zoho.entry",
        "db_operator, SET ROLE zoho_sink"
    })
    void nobodyHasARightThatHeDoesNotNeed(String role, String statement) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> execute(as(role), statement))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(NO_RIGHT));
    }

    @Test
    void theOperatorsVerbsMayLetTheSinkForget() throws SQLException {
        execute(
                as("db_operator"),
                "UPDATE zoho.entry SET content_hash = NULL",
                "DELETE FROM zoho.binding",
                "INSERT INTO zoho.credit VALUES ('1', now(), 1)");
    }

    /** What the script gives psql, with psql's variables replaced. */
    private static String script() throws IOException {
        String file = Files.readString(ComposeFile.CHECKOUT.resolve("deploy/postgresql/roles.sh"));
        String sql = file.substring(file.indexOf("<<'SQL'\n") + "<<'SQL'\n".length(), file.lastIndexOf("SQL\n"));
        return sql.lines()
                .filter(line -> !line.startsWith("\\set "))
                .collect(joining("\n"))
                .replaceAll(":'[a-z]+_password'", "'" + PASSWORD + "'")
                .replace(":DBNAME", "pipeline");
    }

    private static void migrate(String role, Schema schema) throws InterruptedException {
        DatabaseSettings settings = DatabaseSettings.from(new Settings(Map.of(
                DatabaseSettings.URL.name(),
                postgres.jdbcUrl(),
                DatabaseSettings.USER.name(),
                role,
                DatabaseSettings.PASSWORD.name(),
                PASSWORD)));
        try (var database = io.moodlepipeline.postgresql.Database.open(settings, role, 2)) {
            database.awaitSchema(schema, new HealthState(role));
        }
    }

    private static Database as(String role) {
        return new Database(postgres.jdbcUrl(), role, PASSWORD);
    }

    /** Each in a transaction of its own. */
    private static void execute(Database database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
