package io.moodlepipeline.writer.tables;

import java.util.Comparator;

/**
 * A row's primary key. Its order is the order rows are written in, the same for all writers, so that two that write the same rows
 * cannot lock each other out.
 *
 * @param second 0 for tables whose key has one id only
 */
public record RowKey(String tenant, long first, long second) implements Comparable<RowKey> {
    private static final Comparator<RowKey> ORDER = Comparator.comparing(RowKey::tenant)
            .thenComparingLong(RowKey::first)
            .thenComparingLong(RowKey::second);

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }
}
