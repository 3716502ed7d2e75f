package io.moodlepipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgreSqlIT {
    private static final String WRONG_PASSWORD = "28P01";
    /** The driver's own: it was asked for one and had none. */
    private static final String NO_PASSWORD = "08004";

    private static final String NO_RIGHT = "42501";

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
        try (Connection open = DriverManager.getConnection(orphanUrl);
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

    @Test
    void nobodyGetsInWithoutTheirPassword() {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            Database database = postgres.database();

            for (String user : List.of("postgres", database.user())) {
                for (String password : List.of("", "postgres", "pipeline", user)) {
                    assertIsRefused(new Database(database.jdbcUrl(), user, password));
                }
            }
        }
    }

    @Test
    void userOfTheDatabaseRunsNoProgramsAndReadsNoFiles() throws SQLException {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            Database database = postgres.database();

            assertThat(query(
                            database,
                            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication"
                                    + " OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            execute(database, "CREATE TABLE loot (line text)");
            for (String attack : List.of("COPY loot FROM PROGRAM 'id'", "COPY loot FROM '/etc/passwd'")) {
                assertThatThrownBy(() -> execute(database, attack))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo(NO_RIGHT));
            }
        }
    }

    @Test
    void folderThatLetEverybodyInIsClosedAndKeepsItsRows() throws Exception {
        try (EmbeddedPostgres open = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(options().binariesDirectory().toFile())
                .setDataDirectory(options().dataDirectory())
                .setCleanDataDirectory(false)
                .start()) {
            Database superuser = new Database(open.getJdbcUrl("postgres", "postgres"), "postgres", "");
            execute(superuser, "CREATE ROLE pipeline LOGIN SUPERUSER PASSWORD 'pipeline'");
            execute(superuser, "CREATE DATABASE pipeline OWNER pipeline");
            execute(
                    new Database(open.getJdbcUrl("pipeline", "pipeline"), "pipeline", "pipeline"),
                    "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            assertThat(query(postgres.database(), "SELECT answer FROM kept")).isEqualTo("42");
            assertIsRefused(new Database(postgres.jdbcUrl(), "pipeline", "pipeline"));
            assertIsRefused(new Database(postgres.jdbcUrl(), "postgres", ""));
            assertThat(query(postgres.database(), "SHOW is_superuser")).isEqualTo("off");
            assertThat(query(postgres.asSuperuser(), "SHOW is_superuser")).isEqualTo("on");
            postgres.stop();
            postgres.start();
            assertThat(query(postgres.asSuperuser(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void onlyTheOwnerSeesDataBinariesAndTheSuperusersPassword() throws IOException {
        try (EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(options())) {
            assertThat(permissions(options().dataDirectory())).isEqualTo("rwx------");
            assertThat(permissions(options().binariesDirectory())).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("data/superuser-password")))
                    .isEqualTo("rw-------");
            assertThat(postgres.asSuperuser().password()).matches("[A-Za-z0-9_-]{43}");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void assertIsRefused(Database database) {
        assertThatThrownBy(() -> database.connect().close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isIn(WRONG_PASSWORD, NO_PASSWORD));
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
