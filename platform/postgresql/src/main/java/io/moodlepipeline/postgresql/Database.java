package io.moodlepipeline.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** A service's connections to PostgreSQL, and the schema of its tables. For several threads. */
public final class Database implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Opens the pool without connecting yet.
     *
     * @param client the service's name, which the server shows beside its sessions
     * @param connections at most; one more than the threads that work at the same time leaves the migration's lock its own
     */
    public static Database open(DatabaseSettings settings, String client, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(client);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password().reveal());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(3));
        config.setValidationTimeout(TimeUnit.SECONDS.toMillis(2));
        // Starting while the database is away is an outage like any other.
        config.setInitializationFailTimeout(-1);
        // Texts all of them: the driver overlooks numbers and truth values.
        config.addDataSourceProperty("ApplicationName", client);
        config.addDataSourceProperty("connectTimeout", "3");
        // A database that is there but silent must not hold the consumer past its poll interval.
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Somebody's lock on one row must not hold up the search for that row until the group thinks this member dead.
        config.setConnectionInitSql("SET lock_timeout = '5s'");
        // The server's details quote the failing row.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new Database(new HikariDataSource(config));
    }

    /**
     * A connection that commits each statement by itself; closing it gives it back.
     *
     * @throws TargetException unavailable: without a connection nobody writes, whatever the state says
     */
    public Connection connect() throws TargetException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw TargetException.unavailable(SqlFailures.unavailability(e), e);
        }
    }

    /** Ends a connection instead of giving it back, with the locks of its session. */
    public void discard(Connection connection) {
        pool.evictConnection(connection);
    }

    /**
     * Does work in one transaction, and commits it.
     *
     * @throws TargetException when the work or the commit failed; as far as anybody can tell nothing of it is there
     */
    public <T> T inTransaction(Work<T> work) throws TargetException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        }
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Brings the schema up to date, waiting for the database as long as it takes.
     *
     * @throws UnrecoverableException when the schema there is not one this program can bring up to date
     */
    public void awaitSchema(Schema schema, HealthState health) throws InterruptedException {
        while (true) {
            try {
                flyway(schema).migrate();
                return;
            } catch (FlywayException e) {
                health.set(Health.waiting(reason(e)));
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    /** How far a schema is; changes nothing, and needs to read only. */
    public Migrations migrations(Schema schema) throws TargetException {
        try {
            return Migrations.of(flyway(schema).info().all());
        } catch (FlywayException e) {
            throw TargetException.unavailable(reason(e), e);
        }
    }

    private Flyway flyway(Schema schema) {
        FluentConfiguration configuration = Flyway.configure().dataSource(pool).locations(schema.migrations());
        if (schema.name() != null) {
            configuration.schemas(schema.name());
        }
        return configuration.load();
    }

    private static String reason(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return SqlFailures.unavailability(sql);
            }
        }
        // Flyway's own words are of versions and checksums, no data.
        throw new UnrecoverableException("the database's schema does not fit: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        pool.close();
    }
}
