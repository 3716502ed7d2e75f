package io.moodlepipeline.postgresql;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Where the database is and who writes to it. */
public record DatabaseSettings(String url, String user, Secret password) {
    public static final Setting URL = Setting.of(
            "DATABASE_URL", "jdbc:postgresql://127.0.0.1:15432/pipeline", "JDBC URL of the PostgreSQL database.");
    public static final Setting USER =
            Setting.of("DATABASE_USER", "pipeline", "User to connect as; owns the tables, or may create them.");
    public static final Setting PASSWORD = Setting.of("DATABASE_PASSWORD", "Password of that user.");

    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** One schema, whose name is the same with quotes and without. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    public static DatabaseSettings from(Settings settings) {
        String url = settings.text(URL);
        if (!url.startsWith(POSTGRESQL)) {
            settings.problem(URL.name(), "must start with " + POSTGRESQL);
        } else if (parsed(url).isEmpty()) {
            settings.problem(URL.name(), "must be like jdbc:postgresql://host:5432/database");
        }
        return new DatabaseSettings(url, settings.text(USER), settings.secret(PASSWORD));
    }

    /** What to do about a failure to connect; empty where its state does not tell. */
    public Optional<String> remedy(SQLException failure) {
        return new Remedies(this).ofConnecting(failure);
    }

    /** The database's name. */
    String database() {
        return parsed(url).map(PGProperty.PG_DBNAME::getOrDefault).orElse(user);
    }

    /** The schema that the URL names, unless it names several, or one that would have to be quoted. */
    Optional<String> schema() {
        return parsed(url)
                .map(PGProperty.CURRENT_SCHEMA::getOrDefault)
                .filter(name -> PLAIN_NAME.matcher(name).matches());
    }

    private static Optional<Properties> parsed(String url) {
        return Optional.ofNullable(Driver.parseURL(url, new Properties()));
    }
}
