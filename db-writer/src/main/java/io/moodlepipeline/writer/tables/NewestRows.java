package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reduces a batch to the newest event of each row of one table, in the order of the keys. */
public final class NewestRows<E extends MoodleEvent> {
    private final Table<E> table;
    private final Map<RowKey, ConsumedEvent> newest = new TreeMap<>();

    /** Of the rows that several events are about: all that are no reuse of another's id. */
    private final Map<RowKey, List<ConsumedEvent>> several = new HashMap<>();

    private final List<ConsumedEvent> reused = new ArrayList<>();
    private final List<Outranked> outranked = new ArrayList<>();

    public NewestRows(Table<E> table, Collection<ConsumedEvent> batch) {
        this.table = table;
        for (ConsumedEvent consumed : batch) {
            if (table.holds(consumed.event())) {
                add(table.keyOf(consumed), consumed);
            }
        }
    }

    private void add(RowKey key, ConsumedEvent consumed) {
        ConsumedEvent before = newest.get(key);
        if (before == null) {
            newest.put(key, consumed);
            return;
        }
        List<ConsumedEvent> all = several.computeIfAbsent(key, row -> new ArrayList<>(List.of(before)));
        if (all.stream().anyMatch(other -> isReuse(consumed, other))) {
            reused.add(consumed);
            return;
        }
        all.add(consumed);
        // Of two equal versions the later read one, as a writer that took them one by one would end.
        if (consumed.version().compareTo(before.version()) >= 0) {
            newest.put(key, consumed);
        } else {
            Outranked.by(consumed, before.version(), before.metadata().received())
                    .ifPresent(outranked::add);
        }
    }

    private static boolean isReuse(ConsumedEvent later, ConsumedEvent earlier) {
        String digest = earlier.metadata().bodySha256();
        return earlier.metadata().eventId().equals(later.metadata().eventId())
                && digest != null
                && later.metadata().bodySha256() != null
                && !digest.equals(later.metadata().bodySha256());
    }

    public Table<E> table() {
        return table;
    }

    public Collection<ConsumedEvent> rows() {
        return Collections.unmodifiableCollection(newest.values());
    }

    /** Events of the table that something newer in the batch made needless. */
    public List<ConsumedEvent> outdated() {
        return several.keySet().stream().flatMap(key -> outdated(key).stream()).toList();
    }

    /** Those about one row. */
    public List<ConsumedEvent> outdated(RowKey key) {
        ConsumedEvent kept = newest.get(key);
        return several.getOrDefault(key, List.of()).stream()
                .filter(event -> !event.origin().equals(kept.origin()))
                .toList();
    }

    /** Events with the id of an earlier one about the same row and another body: they are no rows, whatever their time. */
    public List<ConsumedEvent> reused() {
        return Collections.unmodifiableList(reused);
    }

    /** Of the outdated ones, those that lost though they came and happened later. */
    public List<Outranked> outranked() {
        return Collections.unmodifiableList(outranked);
    }
}
