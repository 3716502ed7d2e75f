package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reduces a batch to the newest event of each row of one table, in the order of the keys. */
public final class NewestRows<E extends MoodleEvent> {
    private final Table<E> table;
    private final List<ConsumedEvent> rows;
    private final List<ConsumedEvent> outdated = new ArrayList<>();

    public NewestRows(Table<E> table, Collection<ConsumedEvent> batch) {
        this.table = table;
        Map<RowKey, ConsumedEvent> newest = new TreeMap<>();
        for (ConsumedEvent consumed : batch) {
            if (table.holds(consumed.event())) {
                newest.merge(table.keyOf(consumed), consumed, this::newer);
            }
        }
        this.rows = List.copyOf(newest.values());
    }

    /** Of two equal versions the later read one, as a writer that took them one by one would end. */
    private ConsumedEvent newer(ConsumedEvent earlierRead, ConsumedEvent laterRead) {
        boolean laterWins = laterRead.version().compareTo(earlierRead.version()) >= 0;
        outdated.add(laterWins ? earlierRead : laterRead);
        return laterWins ? laterRead : earlierRead;
    }

    public Table<E> table() {
        return table;
    }

    public List<ConsumedEvent> rows() {
        return rows;
    }

    /** Events of the table that something newer in the batch made needless. */
    public List<ConsumedEvent> outdated() {
        return Collections.unmodifiableList(outdated);
    }
}
