package io.moodlepipeline.testkit.junit;

import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.RandomPassword;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The database server in a container. */
final class ContainerPostgreSql implements PostgresBackend, Closeable {
    static final DockerImageName IMAGE = DockerImageName.parse(System.getProperty("postgres.image", "postgres:18"))
            .asCompatibleSubstituteFor("postgres");

    private final PostgreSQLContainer container;

    private ContainerPostgreSql(PostgreSQLContainer container) {
        this.container = container;
    }

    @SuppressWarnings("resource") // closed by close()
    static ContainerPostgreSql started() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                .withDatabaseName("pipeline")
                .withUsername("pipeline")
                .withPassword(RandomPassword.next())
                .withImagePullPolicy(image -> false);
        container.start();
        return new ContainerPostgreSql(container);
    }

    @Override
    public Database database() {
        return named(container.getDatabaseName());
    }

    @Override
    public Database createDatabase(String name) {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
            statement.execute("CREATE DATABASE \"" + name + '"');
            return named(name);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create database " + name, e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private Database named(String database) {
        String url = "jdbc:postgresql://" + container.getHost() + ":"
                + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + database;
        return new Database(url, container.getUsername(), container.getPassword());
    }
}
