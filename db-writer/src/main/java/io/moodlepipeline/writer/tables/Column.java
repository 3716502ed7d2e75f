package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.util.function.BiFunction;

/**
 * A column and where its value comes from.
 *
 * @param value null is allowed where the schema allows it
 */
public record Column<E extends MoodleEvent>(String name, Type type, BiFunction<ConsumedEvent, E, Object> value) {

    /** The types in use. */
    public enum Type {
        TEXT("text"),
        BIGINT("bigint"),
        /** Its values are lists of numbers. */
        BIGINT_ARRAY("bigint[]"),
        INTEGER("integer"),
        NUMERIC("numeric"),
        BOOLEAN("boolean"),
        UUID("uuid"),
        BYTEA("bytea"),
        TIMESTAMPTZ("timestamptz");

        private final String sqlName;

        Type(String sqlName) {
            this.sqlName = sqlName;
        }

        /** PostgreSQL's name of it. */
        public String sqlName() {
            return sqlName;
        }
    }
}
