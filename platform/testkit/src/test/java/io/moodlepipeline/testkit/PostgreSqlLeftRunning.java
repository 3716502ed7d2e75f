package io.moodlepipeline.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** Starts a database server, stores a row and waits for its end. */
final class PostgreSqlLeftRunning {
    private PostgreSqlLeftRunning() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgreSql postgres = EmbeddedPostgreSql.started(EmbeddedPostgreSql.Options.in(Path.of(arguments[0])));
        try (Connection connection = postgres.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
            System.out.println(postgres.jdbcUrl() + "?user=" + postgres.user() + "&password=" + postgres.password());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
