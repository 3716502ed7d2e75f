package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.util.function.BiFunction;

/**
 * A column and where its value comes from.
 *
 * @param type PostgreSQL's name of the type
 * @param value null is allowed where the schema allows it
 */
public record Column<E extends MoodleEvent>(String name, Type type, BiFunction<ConsumedEvent, E, Object> value) {

    /** The types in use, by PostgreSQL's names. */
    public enum Type {
        TEXT,
        BIGINT,
        INTEGER,
        NUMERIC,
        BOOLEAN,
        UUID,
        TIMESTAMPTZ
    }
}
