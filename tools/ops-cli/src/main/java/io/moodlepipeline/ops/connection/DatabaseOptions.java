package io.moodlepipeline.ops.connection;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.OpsSettings;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Option;

/** The options of the verbs that look into the tables. What they do not say is taken from the db-writer's variables. */
public final class DatabaseOptions {
    private static final String CLIENT = "ops-cli";
    private static final int CONNECT_WITHIN_SECONDS = 10;

    /** Some queries sort a whole table before the first row comes. */
    private static final int ANSWER_WITHIN_SECONDS = 120;

    private final Supplier<Map<String, String>> environment;

    @Option(
            names = "--database-url",
            paramLabel = "JDBC-URL",
            description = "JDBC URL of the PostgreSQL database (default: DATABASE_URL).")
    private String url;

    @Option(
            names = "--database-user",
            paramLabel = "USER",
            description = "User to connect as; one who may only read is enough where nothing else is said (default:"
                    + " DATABASE_USER). The password is DATABASE_PASSWORD, or in the file DATABASE_PASSWORD_FILE.")
    private String user;

    public DatabaseOptions(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    /** Whether somebody said which database: a verb that can do without one asks this first. */
    public boolean isGiven() {
        return url != null
                || !environment
                        .get()
                        .getOrDefault(DatabaseSettings.URL.name(), "")
                        .isBlank();
    }

    /**
     * Connects, for reading only.
     *
     * @throws OpsException when that is not possible; it names the SQLSTATE and what to check
     */
    public Connection connect() {
        return connect(CONNECT_WITHIN_SECONDS);
    }

    /**
     * Opens a pool as the services do, for the verbs that also write.
     *
     * @param connections at most
     */
    public Database open(int connections) {
        return Database.open(settings(), CLIENT, connections);
    }

    Connection connect(int withinSeconds) {
        DatabaseSettings settings = settings();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(settings.url());
        database.setUser(settings.user());
        database.setPassword(settings.password().reveal());
        database.setApplicationName(CLIENT);
        database.setConnectTimeout(withinSeconds);
        // A server that was stopped in its tracks, or a network that swallows everything, would be waited for without
        // end.
        database.setLoginTimeout(withinSeconds);
        database.setSocketTimeout(ANSWER_WITHIN_SECONDS);
        // The server's details quote rows.
        database.setLogServerErrorDetail(false);
        database.setReadOnly(true);
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw settings.remedy(e)
                    .map(remedy -> new OpsException(
                            "PostgreSQL does not answer (SQLSTATE " + e.getSQLState() + "): " + remedy, e))
                    .orElseGet(() -> explained(e));
        }
    }

    /** What a failure of PostgreSQL's means to the person at the keyboard; never its message, which may quote a row. */
    public static OpsException explained(SQLException failure) {
        return new OpsException(
                "PostgreSQL does not answer (SQLSTATE " + failure.getSQLState()
                        + "): check DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD, and that it is up",
                failure);
    }

    private DatabaseSettings settings() {
        Map<String, String> variables = new HashMap<>(environment.get());
        if (url != null) {
            variables.put(DatabaseSettings.URL.name(), url);
        }
        if (user != null) {
            variables.put(DatabaseSettings.USER.name(), user);
        }
        Settings settings = new Settings(variables);
        DatabaseSettings read = DatabaseSettings.from(settings);
        settings.finish(OpsSettings.PREFIX, OpsSettings.ALL);
        return read;
    }
}
