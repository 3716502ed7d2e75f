package io.moodlepipeline.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.runtime.consumer.FailureKind;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a service may rely on, whatever its tables are. */
@OnBackends
class DatabaseIT {
    private static final Schema UNNAMED = Schema.unnamed("classpath:io/moodlepipeline/postgresql/unnamed");
    private static final Schema NAMED = new Schema("classpath:io/moodlepipeline/postgresql/named", "pets");

    private final io.moodlepipeline.testkit.Database target;
    private final Database database;

    DatabaseIT(PostgresBackend postgres) {
        target = postgres.createDatabase("shared");
        database = open(target.jdbcUrl());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void servicesOfOneDatabaseHaveASchemaAndAHistoryEach() throws Exception {
        HealthState health = new HealthState("test");
        database.awaitSchema(UNNAMED, health);
        database.awaitSchema(NAMED, health);
        database.awaitSchema(UNNAMED, health);

        assertThat(texts("SELECT schemaname || '.' || tablename FROM pg_tables"
                        + " WHERE schemaname IN ('public', 'pets') ORDER BY 1"))
                .containsExactly(
                        "pets.cat", "pets.flyway_schema_history", "public.dog", "public.flyway_schema_history");
    }

    @Test
    void aSchemaCanBeLookedAtWithoutTouchingIt() throws Exception {
        assertThat(database.migrations(NAMED))
                .isEqualTo(new Migrations(List.of(), List.of("1"), List.of(), List.of(), List.of()));
        assertThat(texts("SELECT nspname FROM pg_namespace WHERE nspname = 'pets'"))
                .isEmpty();

        database.awaitSchema(NAMED, new HealthState("test"));
        database.inTransaction(connection -> {
            execute(
                    connection,
                    "INSERT INTO pets.flyway_schema_history SELECT installed_rank + 1, '2', 'of a newer program', type,"
                            + " 'V2__dog.sql', checksum, installed_by, installed_on, execution_time, true"
                            + " FROM pets.flyway_schema_history WHERE version = '1'");
            return null;
        });
        assertThat(database.migrations(NAMED))
                .isEqualTo(new Migrations(List.of("1"), List.of(), List.of(), List.of(), List.of("2")));

        database.inTransaction(connection -> {
            execute(connection, "UPDATE pets.flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");
            execute(connection, "UPDATE pets.flyway_schema_history SET success = false WHERE version = '2'");
            return null;
        });
        assertThat(database.migrations(NAMED))
                .isEqualTo(new Migrations(List.of(), List.of(), List.of("2"), List.of("1"), List.of()));
    }

    @Test
    void workThatFailsLeavesNothing() throws Exception {
        database.awaitSchema(NAMED, new HealthState("test"));

        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    execute(connection, "INSERT INTO pets.cat VALUES ('Tom')");
                    execute(connection, "INSERT INTO pets.cat VALUES (NULL)");
                    return null;
                }))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT));

        assertThat(texts("SELECT name FROM pets.cat")).isEmpty();
    }

    @Test
    void withoutAServerNothingIsAvailable() {
        try (Database away =
                open("jdbc:postgresql://" + LocalPort.of("nobody", 0).address() + "/nothing")) {
            assertThatThrownBy(() -> away.inTransaction(connection -> null))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNAVAILABLE));
        }
    }

    @Test
    void aSilentServerIsWaitedForSecondsAndNotForEver() throws Exception {
        for (int use = 1; use <= 2; use++) {
            try (Connection connection = database.connect()) {
                assertThat(connection.getNetworkTimeout()).as("use %d", use).isEqualTo(30_000);
            }
        }
    }

    @Test
    void whatTheServerRefusesIsNotQuoted() throws Exception {
        try (Connection connection = database.connect()) {
            execute(connection, "CREATE TEMPORARY TABLE names (name text CHECK (name <> 'Amal'))");

            assertThatThrownBy(() -> execute(connection, "INSERT INTO names VALUES ('Amal')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("names_name_check")
                    .hasMessageNotContaining("Amal");
        }
    }

    @Test
    void sessionsThatBeganReadOnlyDoNotOutliveThat() throws Exception {
        database.awaitSchema(NAMED, new HealthState("test"));
        try (Connection admin = target.connect()) {
            execute(admin, "ALTER DATABASE shared SET default_transaction_read_only = on");
            try (Database began = open(target.jdbcUrl())) {
                idleSessions(began);
                execute(admin, "ALTER DATABASE shared RESET default_transaction_read_only");

                assertThatThrownBy(() -> insert(began, "Tom"))
                        .isInstanceOf(TargetException.class)
                        .hasMessageContaining("25006, read-only");

                // Neither the session that failed nor the one that lay beside it.
                idleSessions(began);
                insert(began, "Tom");
            }
        }

        assertThat(texts("SELECT name FROM pets.cat")).containsExactly("Tom");
    }

    @Test
    void aSessionThatLooksIntoAnotherSchemaDoesNotOutliveThat() throws Exception {
        database.awaitSchema(NAMED, new HealthState("test"));
        try (Database began = open(target.jdbcUrl());
                Connection admin = target.connect()) {
            idleSessions(began);
            execute(admin, "ALTER DATABASE shared SET search_path = pets");

            assertThatThrownBy(() -> insertIntoWhateverCat(began))
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("42P01, a table is missing");
            insertIntoWhateverCat(began);
        }

        assertThat(texts("SELECT name FROM pets.cat")).containsExactly("Felix");
    }

    @Test
    void aLockThatSomebodyHoldsEndsNoSession() throws Exception {
        database.awaitSchema(NAMED, new HealthState("test"));
        try (Connection holder = target.connect();
                Connection waiting = database.connect()) {
            holder.setAutoCommit(false);
            execute(holder, "LOCK TABLE pets.cat");

            assertThatThrownBy(() -> execute(waiting, "SET lock_timeout = '10ms'; SELECT * FROM pets.cat"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("lock timeout");
            holder.rollback();

            assertThat(waiting.isValid(5)).isTrue();
        }
    }

    private static void idleSessions(Database of) throws Exception {
        try (Connection one = of.connect();
                Connection other = of.connect()) {
            assertThat(one).isNotSameAs(other);
        }
    }

    private static void insert(Database into, String name) throws TargetException {
        into.inTransaction(connection -> {
            execute(connection, "INSERT INTO pets.cat VALUES ('" + name + "')");
            return null;
        });
    }

    private static void insertIntoWhateverCat(Database into) throws TargetException {
        into.inTransaction(connection -> {
            execute(connection, "INSERT INTO cat VALUES ('Felix')");
            return null;
        });
    }

    private Database open(String url) {
        return Database.open(new DatabaseSettings(url, target.user(), new Secret(target.password())), "test", 2);
    }

    private List<String> texts(String query) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
