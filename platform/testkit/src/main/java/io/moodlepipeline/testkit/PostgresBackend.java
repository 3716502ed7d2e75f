package io.moodlepipeline.testkit;

/** A database server to test against, whatever runs it, with one database that all tests of the JVM share. */
public interface PostgresBackend {
    Database database();

    /** An empty database of this name for the user of {@link #database()}; one of an earlier test is dropped. */
    Database createDatabase(String name);

    default String jdbcUrl() {
        return database().jdbcUrl();
    }

    default String user() {
        return database().user();
    }

    default String password() {
        return database().password();
    }
}
