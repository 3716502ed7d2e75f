package io.moodlepipeline.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What a database must be for services to work with it, whatever their tables are. */
final class Requirements {
    /** The oldest release with which this was tried. */
    private static final int OLDEST = 13;

    private static final String ENCODING = "UTF8";

    /** A pool that others use meanwhile may take some rounds to show itself; any other does at once. */
    private static final int ROUNDS = 20;

    private Requirements() {}

    /**
     * The first one that the database does not meet.
     *
     * @param one connection that commits each statement by itself
     * @param other another one, open at the same time
     */
    static Optional<Problem> unmet(DatabaseSettings settings, Connection one, Connection other) throws SQLException {
        int version = one.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            return Optional.of(new Problem(
                    "the server is PostgreSQL " + version, "the pipeline needs PostgreSQL " + OLDEST + " or newer"));
        }
        String encoding = text(one, "SHOW server_encoding");
        if (!ENCODING.equals(encoding)) {
            return Optional.of(new Problem(
                    "database " + settings.database() + " has the encoding " + encoding
                            + ", which cannot hold the names of all students",
                    "make one with " + Remedies.createDatabase("…", settings.user())
                            + " and name it in DATABASE_URL; an encoding cannot be changed later"));
        }
        if (!hasSessions(one, other)) {
            return Optional.of(new Problem(
                    "DATABASE_URL leads to a pooler, such as PgBouncer, that gives each transaction another session, while locks"
                            + " and settings of ours are a session's",
                    "name the server itself, or a pool of the pooler with pool_mode = session"));
        }
        return Optional.empty();
    }

    /** Whether each connection stays one session of the server, which is nobody else's meanwhile. */
    private static boolean hasSessions(Connection one, Connection other) throws SQLException {
        String mine = session(one);
        String theirs = session(other);
        for (int round = 0; round < ROUNDS; round++) {
            // Twice, since pools that hand out sessions in turn would otherwise hand these two the same ones again.
            if (mine.equals(theirs)
                    || !session(one).equals(mine)
                    || !session(one).equals(mine)
                    || !session(other).equals(theirs)) {
                return false;
            }
        }
        return true;
    }

    private static String session(Connection connection) throws SQLException {
        return text(connection, "SELECT pg_backend_pid()");
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
