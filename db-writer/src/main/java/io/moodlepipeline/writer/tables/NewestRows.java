package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reduces a batch to the newest event of each row of one table, in the order of the keys. */
public final class NewestRows<E extends MoodleEvent> {
    private final Table<E> table;
    private final List<ConsumedEvent> rows;

    public NewestRows(Table<E> table, Collection<ConsumedEvent> batch) {
        this.table = table;
        Map<RowKey, ConsumedEvent> newest = new TreeMap<>();
        for (ConsumedEvent consumed : batch) {
            if (table.holds(consumed.event())) {
                newest.merge(table.keyOf(consumed), consumed, NewestRows::newer);
            }
        }
        this.rows = List.copyOf(newest.values());
    }

    /** Of two equal versions the later read one, as a writer that took them one by one would end. */
    private static ConsumedEvent newer(ConsumedEvent earlierRead, ConsumedEvent laterRead) {
        return laterRead.version().compareTo(earlierRead.version()) >= 0 ? laterRead : earlierRead;
    }

    public Table<E> table() {
        return table;
    }

    public List<ConsumedEvent> rows() {
        return rows;
    }
}
