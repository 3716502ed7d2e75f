package io.moodlepipeline.postgresql;

import java.sql.SQLException;
import java.util.Optional;

/** What a person has to do about what keeps a service from its database, or from its tables there. */
final class Remedies {
    private static final String MISSING_RIGHT = "42501";

    private final DatabaseSettings settings;

    Remedies(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** @param name of the database */
    static String createDatabase(String name, String owner) {
        return "CREATE DATABASE " + name + " OWNER " + owner + " ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0";
    }

    /** Why there is no connection; empty where the state tells nothing. */
    Optional<String> ofConnecting(SQLException e) {
        String user = settings.user();
        String database = settings.database();
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String reason = switch (state) {
            case "3D000" ->
                "the database " + database + " does not exist: make it with " + createDatabase(database, user)
                        + ", or name another one in DATABASE_URL";
            case "28P01" ->
                "the password of user " + user
                        + " is wrong, or there is no such user: check DATABASE_USER and DATABASE_PASSWORD";
            case "28000" ->
                "user " + user
                        + " is not let in: there must be such a role that may LOGIN, and pg_hba.conf must let it in from this"
                        + " machine, with the encryption that sslmode in DATABASE_URL asks for";
            case MISSING_RIGHT ->
                "user " + user + " may not connect to database " + database + ": GRANT CONNECT ON DATABASE " + database
                        + " TO " + user;
            case "53300" ->
                "the server has no connection left for user " + user
                        + ": max_connections, or a CONNECTION LIMIT of the role or the database, is too low";
            case "55000" -> "database " + database + " takes no connections: ALTER DATABASE … ALLOW_CONNECTIONS true";
            case "57P03" -> "the server is starting or stopping";
            case "42704", "22023" -> "the server does not know a parameter in DATABASE_URL, or its value";
            case "08P01" ->
                "a pooler such as PgBouncer says so of a database, a user or a start parameter that it does not know: its log"
                        + " tells which";
            case "08001", "08004", "08006" ->
                "nothing that can be written to answers as it should at the address in DATABASE_URL, or it asks for a password or"
                        + " an encryption that was not given";
            default -> null;
        };
        return Optional.ofNullable(reason);
    }

    /** Why a schema could not be brought up to date. */
    String ofMigrating(String schema, SQLException e) {
        if (!MISSING_RIGHT.equals(e.getSQLState())) {
            return SqlFailures.unavailability(e);
        }
        String user = settings.user();
        return SqlFailures.unavailability(e) + ": user " + user + " must own schema " + schema
                + " or be allowed to make tables in it, and own those of ours that are there: CREATE SCHEMA IF NOT EXISTS "
                + schema
                + " AUTHORIZATION " + user + ", or GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + user;
    }

    /** @param names of what is in the schema */
    Problem ofForeignObjects(Schema of, String schema, String names) {
        return new Problem(
                "schema " + schema + " of database " + settings.database() + " belongs to another program: it has "
                        + names + ", and no history of ours",
                emptySchema(of));
    }

    /** @param migrations not all of which are this program's */
    Problem ofForeignHistory(Schema of, String schema, Migrations migrations) {
        return new Problem(
                "the tables in schema " + schema + " of database " + settings.database()
                        + " are not those that this release makes: migration "
                        + String.join(", ", migrations.unlike()),
                "use the release that made them, or restore them from its backup; if another program made them, "
                        + emptySchema(of));
    }

    /** Of connections that are in no schema, since none that they look into is there. */
    Problem ofNoSchema() {
        return new Problem(
                "no schema that user " + settings.user() + " looks into is there",
                "make one that is named in the role's search_path, or in DATABASE_URL");
    }

    private static String emptySchema(Schema of) {
        return of.name() == null
                ? "name a schema of its own for the pipeline in DATABASE_URL, for the services and the verbs, as"
                        + " ?currentSchema=moodle behind it does; it is made when it is not there"
                : "give the pipeline a database of its own, and name it in DATABASE_URL";
    }
}
