package io.moodlepipeline.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * A real PostgreSQL server as a child process, durable as in production: {@code fsync} and {@code synchronous_commit} are
 * on. It listens on the loopback address only, asks everyone for a password, and keeps its data over {@link #stop()} and
 * {@link #start()}. A server that a killed JVM left running on the same folder is stopped first.
 */
public final class EmbeddedPostgreSql implements PostgresBackend, Closeable {
    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    // Two starts of one JVM cannot hold the file lock on the binaries; this one is for them.
    private static final Object EXTRACTION = new Object();

    /**
     * The port is a fixed number, or 0 for a free one. The binaries, some 50 MB, are extracted once to their own folder,
     * which several servers may share. The user owns the database and may do nothing else; the password is its new one.
     */
    public record Options(
            Path dataDirectory,
            Path binariesDirectory,
            int port,
            String database,
            String user,
            String password,
            Map<String, String> settings) {
        public Options {
            settings = Map.copyOf(settings);
        }

        public static Options in(Path dataDirectory) {
            Path binaries = Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "moodle-event-pipeline-binaries-" + System.getProperty("user.name"));
            return new Options(dataDirectory, binaries, 0, "pipeline", "pipeline", RandomPassword.next(), Map.of());
        }

        public Options withBinariesDirectory(Path newBinariesDirectory) {
            return new Options(dataDirectory, newBinariesDirectory, port, database, user, password, settings);
        }

        public Options withPort(int newPort) {
            return new Options(dataDirectory, binariesDirectory, newPort, database, user, password, settings);
        }

        public Options withPassword(String newPassword) {
            return new Options(dataDirectory, binariesDirectory, port, database, user, newPassword, settings);
        }

        /** Of the server, beside and above its own. */
        public Options withSettings(Map<String, String> newSettings) {
            return new Options(dataDirectory, binariesDirectory, port, database, user, password, newSettings);
        }

        /** Not the password. */
        @Override
        public String toString() {
            return "PostgreSQL in " + dataDirectory;
        }
    }

    private final Options options;
    private final LocalPort port;
    private final AccessRules accessRules;
    private EmbeddedPostgres server;

    /** Starts nothing yet. */
    public EmbeddedPostgreSql(Options options) {
        this.options = options;
        port = LocalPort.of("PostgreSQL", options.port());
        accessRules = new AccessRules(options.dataDirectory());
    }

    public static EmbeddedPostgreSql started(Options options) {
        EmbeddedPostgreSql postgres = new EmbeddedPostgreSql(options);
        postgres.start();
        return postgres;
    }

    @Override
    public Database database() {
        return new Database(jdbcUrl(options.database()), options.user(), options.password());
    }

    /** Stops the server that a killed JVM left running on this data; true if there was one. */
    public static boolean stopOrphan(Path dataDirectory) {
        return Postmaster.of(dataDirectory)
                .map(orphan -> {
                    orphan.stop(STOP_LIMIT);
                    return true;
                })
                .orElse(false);
    }

    /** Returns when the server takes connections and the database is there. */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("PostgreSQL is running");
        }
        stopOrphan(options.dataDirectory());
        port.requireFree();
        server = startServer();
        try {
            createUserAndDatabase();
        } catch (SQLException e) {
            stop();
            throw new IllegalStateException("Cannot create database " + options.database(), e);
        }
    }

    /** Stops cleanly and keeps the data; no effect when stopped. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server = null;
            // The library gives up waiting after 5 s, which a checkpoint on a slow disk can exceed.
            stopOrphan(options.dataDirectory());
        }
    }

    /** Kills the server with no chance to clean up, as a power cut does; the next start replays its log. */
    public synchronized void kill() {
        Postmaster.of(options.dataDirectory()).ifPresent(Postmaster::kill);
        stop();
    }

    /** Ends every session at once, without a checkpoint; the next start replays the log. */
    public synchronized void stopImmediately() {
        Postmaster.of(options.dataDirectory()).ifPresent(postmaster -> postmaster.stopImmediately(STOP_LIMIT));
        stop();
    }

    /** The database as somebody who may do everything. */
    public Database asSuperuser() {
        return superuserOf(options.database());
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public Database createDatabase(String name) {
        try (Connection connection = connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + quoted(name) + " OWNER " + quoted(options.user()));
            return new Database(jdbcUrl(name), options.user(), options.password());
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create database " + name, e);
        }
    }

    private EmbeddedPostgres startServer() {
        EmbeddedPostgres started = null;
        try {
            Files.createDirectories(options.dataDirectory());
            OwnerOnly.createDirectory(options.binariesDirectory());
            InitialisationMarker marker = new InitialisationMarker(options.dataDirectory());
            marker.discardHalfDone();
            marker.begin();
            started = extractAndStart();
            marker.done();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start on port " + port.number(), e);
        } finally {
            if (started == null) {
                // The library may have started the server and then failed to reach it.
                stopOrphan(options.dataDirectory());
            }
        }
    }

    private EmbeddedPostgres extractAndStart() throws IOException {
        Path lockFile = options.binariesDirectory().resolve("extraction.lock");
        synchronized (EXTRACTION) {
            // Other processes that share the folder wait here; closing the channel lets them on.
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                ExtractedBinaries.discardHalfDone(options.binariesDirectory());
                return builder(accessRules.choosePassword()).start();
            } finally {
                accessRules.forgetInitialPassword();
            }
        }
    }

    private EmbeddedPostgres.Builder builder(String password) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                // The library's own option lets everybody in; what comes later counts.
                .setLocaleConfig("auth", AccessRules.METHOD)
                .setConnectConfig("password", password)
                .setDataDirectoryCustomizer(directory -> closeToOthers(password))
                .setOverrideWorkingDirectory(options.binariesDirectory().toFile())
                .setDataDirectory(options.dataDirectory().toFile())
                .setCleanDataDirectory(false)
                // Who starts it stops it: a hook would take the database away from services that are still draining.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setPort(port.number())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", LocalPort.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100")
                // The server's log quotes rows and statements otherwise, and they hold personal data.
                .setServerConfig("log_error_verbosity", "terse")
                .setServerConfig("log_min_error_statement", "panic");
        accessRules.initialPassword(password).ifPresent(file -> builder.setLocaleConfig("pwfile", file.toString()));
        options.settings().forEach(builder::setServerConfig);
        return builder;
    }

    /** Runs between the library's preparations and the server's start. */
    private void closeToOthers(String password) {
        try {
            accessRules.close(options.binariesDirectory(), SUPERUSER, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createUserAndDatabase() throws SQLException {
        try (Connection connection = connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", options.user())) {
                statement.execute("CREATE ROLE " + quoted(options.user()) + " LOGIN");
            }
            statement.execute("ALTER ROLE " + quoted(options.user())
                    + " NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS PASSWORD '"
                    + options.password().replace("'", "''") + "'");
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", options.database())) {
                statement.execute("CREATE DATABASE " + quoted(options.database()) + " OWNER " + quoted(options.user()));
            }
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Connection connectAsSuperuser() throws SQLException {
        return superuserOf("postgres").connect();
    }

    private Database superuserOf(String database) {
        try {
            return new Database(jdbcUrl(database), SUPERUSER, accessRules.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + port.address() + "/" + database;
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
