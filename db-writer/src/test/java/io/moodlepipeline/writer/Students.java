package io.moodlepipeline.writer;

import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of students as a test looks at it, and makes trouble in it. */
final class Students {
    private final Database database;

    Students(Database database) {
        this.database = database;
    }

    /** In the order of the users' ids; empty while the table, or the database, is not there. */
    List<String> firstNames(String tenant) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT first_name FROM students WHERE tenant_id = '" + tenant + "' ORDER BY moodle_user_id")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            return List.of();
        }
    }

    /** With all others, for a test that changes it before the writer starts. */
    void createTable() throws InterruptedException {
        DatabaseSettings settings =
                new DatabaseSettings(database.jdbcUrl(), database.user(), new Secret(database.password()));
        try (io.moodlepipeline.postgresql.Database schema =
                io.moodlepipeline.postgresql.Database.open(settings, "students", 2)) {
            schema.awaitSchema(Tables.SCHEMA, new HealthState("test"));
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every write of a row that meets the condition fails with the state, the first so many times. */
    void failWrites(String condition, String sqlState, int times) throws SQLException {
        execute("CREATE SEQUENCE failures"); // which a transaction that fails does not roll back
        execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF " + condition + " AND nextval('failures') <= " + times + " THEN"
                + " RAISE EXCEPTION 'on purpose' USING ERRCODE = '" + sqlState + "'; END IF; RETURN NEW; END $$");
        execute("CREATE TRIGGER fail BEFORE INSERT ON students FOR EACH ROW EXECUTE FUNCTION fail()");
    }
}
