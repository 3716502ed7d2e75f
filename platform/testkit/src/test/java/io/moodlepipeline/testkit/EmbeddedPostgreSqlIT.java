package io.moodlepipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgreSqlIT {
    @TempDir
    private Path directory;

    @Test
    void commitsAreDurable() throws SQLException {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            assertThat(query(postgres.database(), "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres.database(), "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void rowsSurviveRestarts() throws SQLException {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            execute(postgres.database(), "CREATE TABLE kept AS SELECT 42 AS answer");
            postgres.stop();
            postgres.start();
            assertThat(query(postgres.database(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void serverThatAKilledProcessLeftBehindIsReplaced() throws Exception {
        String orphanUrl =
                ChildJvm.killedOnceReady(PostgreSqlLeftRunning.class, options().dataDirectory());
        try (Connection open = new Database(orphanUrl, "pipeline", "pipeline").connect();
                EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            assertThat(query(postgres.database(), "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(open.isValid(1)).isFalse();
        }
    }

    @Test
    void processIdThatNowBelongsToAnotherProcessIsLeftAlone() throws Exception {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            postgres.stop();
            long own = ProcessHandle.current().pid();
            Files.write(directory.resolve("data/postmaster.pid"), List.of(Long.toString(own), "/nowhere"));

            assertThat(EmbeddedPostgreSql.stopOrphan(directory.resolve("data"))).isFalse();
        }
    }

    @Test
    void freshDatabaseIsEmptyEachTime() throws SQLException {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            execute(postgres.createDatabase("fresh"), "CREATE TABLE gone AS SELECT 1 AS one");

            Database again = postgres.createDatabase("fresh");

            assertThat(query(again, "SELECT count(*) FROM pg_tables WHERE tablename = 'gone'"))
                    .isEqualTo("0");
        }
    }

    private EmbeddedPostgreSql.Options options() {
        return EmbeddedPostgreSql.Options.in(directory.resolve("data"));
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
