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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** A service's connections to PostgreSQL, and the schema of its tables. For several threads. */
public final class Database implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int LOCK_TRIES = 5;

    /** How Flyway's message begins that has no code of its own: another program has its lock. */
    private static final String LOCKED = "Number of retries exceeded while attempting to acquire";

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final Remedies remedies;

    private Database(DatabaseSettings settings, HikariDataSource pool) {
        this.settings = settings;
        this.pool = pool;
        this.remedies = new Remedies(settings);
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
        SessionFailures failures = new SessionFailures();
        config.setExceptionOverride(failures);
        HikariDataSource pool = new HikariDataSource(config);
        failures.of(pool);
        return new Database(settings, pool);
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
            String remedy =
                    remedies.ofConnecting(e).map(reason -> ": " + reason).orElse("");
            throw TargetException.unavailable(SqlFailures.unavailability(e) + remedy, e);
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
     * @throws UnrecoverableException when this program cannot work with the database, or with what is in the schema
     */
    public void awaitSchema(Schema schema, HealthState health) throws InterruptedException {
        while (true) {
            try {
                Optional<Problem> problem = problem();
                if (problem.isEmpty()) {
                    problem = problem(schema);
                }
                if (problem.isPresent()) {
                    throw new UnrecoverableException(problem.get().text(), null);
                }
                migrate(schema);
                return;
            } catch (TargetException e) {
                health.set(Health.waiting(e.getMessage()));
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    /**
     * What of the database itself keeps services from working with it, until a person has changed it.
     *
     * @throws TargetException when the database does not answer
     */
    public Optional<Problem> problem() throws TargetException {
        try (Connection one = connect();
                Connection other = connect()) {
            return Requirements.unmet(settings, one, other);
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        }
    }

    /**
     * What keeps a service from making its tables in the schema, until a person has changed it.
     *
     * @throws TargetException when the database does not answer
     */
    public Optional<Problem> problem(Schema schema) throws TargetException {
        return inTransaction(connection -> {
            String name = name(schema).orElse(connection.getSchema());
            return name == null
                    ? Optional.of(remedies.ofNoSchema())
                    : ForeignObjects.find(connection, name)
                            .map(names -> remedies.ofForeignObjects(schema, name, names));
        });
    }

    /** How far a schema is; changes nothing, and needs to read only. */
    public Migrations migrations(Schema schema) throws TargetException {
        try {
            return Migrations.of(flyway(schema).info().all());
        } catch (FlywayException e) {
            throw failure(schema, e);
        }
    }

    private void migrate(Schema schema) throws TargetException, InterruptedException {
        Flyway flyway = flyway(schema);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            if (e.getCause() instanceof InterruptedException interruption) {
                throw interruption;
            }
            if (e.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
                throw new UnrecoverableException(
                        remedies.ofForeignHistory(schema, shownName(schema), migrations(schema))
                                .text(),
                        e);
            }
            throw failure(schema, e);
        }
    }

    private Flyway flyway(Schema schema) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(pool)
                .locations(schema.migrations())
                // The loop around it tells what is waited for, and goes on.
                .lockRetryCount(LOCK_TRIES);
        name(schema).ifPresent(configuration::schemas);
        return configuration.load();
    }

    /** Empty for whichever schema the user's connections are in. */
    private Optional<String> name(Schema schema) {
        return Optional.ofNullable(schema.name()).or(settings::schema);
    }

    private String shownName(Schema schema) {
        return name(schema).orElse("public");
    }

    private TargetException failure(Schema schema, FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return TargetException.unavailable(remedies.ofMigrating(shownName(schema), sql), e);
            }
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith(LOCKED)) {
            return TargetException.unavailable("another instance is bringing the tables up to date", e);
        }
        // Flyway's own words are of versions and checksums, no data.
        throw new UnrecoverableException("the database's schema does not fit: " + message, e);
    }

    @Override
    public void close() {
        pool.close();
    }
}
