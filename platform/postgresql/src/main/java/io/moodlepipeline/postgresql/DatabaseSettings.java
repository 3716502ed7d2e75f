package io.moodlepipeline.postgresql;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;

/** Where the database is and who writes to it. */
public record DatabaseSettings(String url, String user, Secret password) {
    public static final Setting URL = Setting.of(
            "DATABASE_URL", "jdbc:postgresql://127.0.0.1:15432/pipeline", "JDBC URL of the PostgreSQL database.");
    public static final Setting USER =
            Setting.of("DATABASE_USER", "pipeline", "User to connect as; owns the tables, or may create them.");
    public static final Setting PASSWORD = Setting.of("DATABASE_PASSWORD", "Password of that user.");

    private static final String POSTGRESQL = "jdbc:postgresql:";

    public static DatabaseSettings from(Settings settings) {
        String url = settings.text(URL);
        if (!url.startsWith(POSTGRESQL)) {
            settings.problem(URL.name(), "must start with " + POSTGRESQL);
        }
        return new DatabaseSettings(url, settings.text(USER), settings.secret(PASSWORD));
    }
}
