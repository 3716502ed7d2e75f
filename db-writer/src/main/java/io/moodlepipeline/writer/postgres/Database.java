package io.moodlepipeline.writer.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The connection pool and the schema. */
public final class Database implements AutoCloseable {
    private static final String SCHEMA = "classpath:io/moodlepipeline/writer/schema";
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Opens the pool without connecting yet. */
    public static Database open(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("db-writer");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password().reveal());
        // One thread writes; the second connection is for the migration's lock.
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(3));
        config.setValidationTimeout(TimeUnit.SECONDS.toMillis(2));
        // Starting while the database is away is an outage like any other.
        config.setInitializationFailTimeout(-1);
        // Texts all of them: the driver overlooks numbers and truth values.
        config.addDataSourceProperty("ApplicationName", "db-writer");
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

    public DataSource dataSource() {
        return pool;
    }

    /**
     * Brings the schema up to date, waiting for the database as long as it takes.
     *
     * @throws UnrecoverableException when the schema there is not one this program can bring up to date
     */
    public void awaitSchema(HealthState health) throws InterruptedException {
        while (true) {
            try {
                Flyway.configure().dataSource(pool).locations(SCHEMA).load().migrate();
                return;
            } catch (FlywayException e) {
                health.set(Health.waiting(reason(e)));
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
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
