package io.moodlepipeline.postgresql;

/**
 * Where a service's tables are described and where they go. Services may share a database: each schema has its own history of
 * migrations.
 *
 * @param migrations Flyway's location, such as {@code classpath:io/moodlepipeline/writer/schema}
 * @param name of the PostgreSQL schema, made when it is not there; null for the user's default one
 */
public record Schema(String migrations, String name) {

    /** Tables in the user's default schema. */
    public static Schema unnamed(String migrations) {
        return new Schema(migrations, null);
    }
}
