package io.moodlepipeline.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A PgBouncer between, where one is installed. */
@OnBackends
class PoolerIT {
    private static final Schema SCHEMA = Schema.unnamed("classpath:io/moodlepipeline/postgresql/unnamed");

    @TempDir
    Path folder;

    private final io.moodlepipeline.testkit.Database target;
    private Process pooler;

    PoolerIT(PostgresBackend postgres) {
        target = postgres.createDatabase("pooled");
    }

    @BeforeEach
    void skipWithout() throws InterruptedException {
        try {
            new ProcessBuilder("pgbouncer", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("version").toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.out.println("SKIPPED PoolerIT: pgbouncer is not installed on this machine");
            Assumptions.abort("pgbouncer is not installed");
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (pooler != null) {
            pooler.destroy();
            pooler.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction, 0", "transaction, 1", "statement, 0"})
    void aPoolWithoutSessionsIsRefused(String mode, int inTurn) throws Exception {
        try (Database database = through(mode, inTurn)) {
            holdSessions(database, 3);

            assertThatThrownBy(() -> database.awaitSchema(SCHEMA, new HealthState("test")))
                    .isInstanceOf(UnrecoverableException.class)
                    .hasMessageContainingAll("PgBouncer", "pool_mode = session");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPoolOfSessionsIsAsGoodAsTheServer(int inTurn) throws Exception {
        try (Database database = through("session", inTurn)) {
            database.awaitSchema(SCHEMA, new HealthState("test"));

            assertThat(database.migrations(SCHEMA).applied()).containsExactly("1");
        }
    }

    /** So that the pooler has several sessions to hand out. */
    private static void holdSessions(Database database, int count) throws Exception {
        List<Connection> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(database.connect());
            }
        } finally {
            for (Connection each : held) {
                each.close();
            }
        }
    }

    private Database through(String mode, int inTurn) throws Exception {
        LocalPort port = LocalPort.of("PgBouncer", 0);
        String server = target.jdbcUrl().replaceAll("jdbc:postgresql://([^:]+):(\\d+)/.*", "host=$1 port=$2");
        Path settings = Files.writeString(
                folder.resolve("pgbouncer.ini"),
                String.join(
                        "\n",
                        "[databases]",
                        "* = " + server + " user=" + target.user() + " password=" + target.password(),
                        "[pgbouncer]",
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port.number(),
                        "unix_socket_dir =",
                        "auth_type = any",
                        "pool_mode = " + mode,
                        "server_round_robin = " + inTurn,
                        ""));
        List<String> command = new ArrayList<>(List.of("pgbouncer", settings.toString()));
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as such.
            command.addAll(1, List.of("-u", "nobody"));
        }
        pooler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        String url = "jdbc:postgresql://" + port.address() + "/pooled";
        Database database =
                Database.open(new DatabaseSettings(url, target.user(), new Secret(target.password())), "test", 3);
        await().atMost(Duration.ofSeconds(20)).until(() -> answers(url));
        return database;
    }

    private boolean answers(String url) {
        try (Connection connection =
                new io.moodlepipeline.testkit.Database(url, target.user(), target.password()).connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }
}
