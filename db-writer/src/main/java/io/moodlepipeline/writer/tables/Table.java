package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A table of newest events.
 *
 * @param events the kind of event whose rows it holds
 * @param types under which such events come, each by its topic
 * @param keyColumns the primary key
 * @param versionColumns the columns that hold {@link io.moodlepipeline.event.Version}, in its order of comparison
 * @param columns all columns but {@code written_at}, the key's first
 */
public record Table<E extends MoodleEvent>(
        String name,
        Class<E> events,
        List<EventType> types,
        List<String> keyColumns,
        List<String> versionColumns,
        List<Column<E>> columns,
        BiFunction<ConsumedEvent, E, RowKey> key) {

    public Table {
        types = List.copyOf(types);
        keyColumns = List.copyOf(keyColumns);
        versionColumns = List.copyOf(versionColumns);
        columns = List.copyOf(columns);
    }

    public boolean holds(MoodleEvent event) {
        return events.isInstance(event);
    }

    /** The row that this event makes or replaces. */
    public RowKey keyOf(ConsumedEvent consumed) {
        return key.apply(consumed, events.cast(consumed.event()));
    }

    /** The value of a column in the row that this event makes. */
    public Object value(Column<E> column, ConsumedEvent consumed) {
        return column.value().apply(consumed, events.cast(consumed.event()));
    }
}
