package io.moodlepipeline.ops.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Rows under named columns. A value is a text, a number, a boolean or null for what is not known; anything else is printed as its
 * {@code toString}.
 *
 * @param columns in {@code snake_case}, as they are called in JSON
 */
public record Table(List<String> columns, List<List<Object>> rows) {
    public Table {
        columns = List.copyOf(columns);
    }

    public static Table of(String... columns) {
        return new Table(List.of(columns), new ArrayList<>());
    }

    /** Adds a row, a value for each column. */
    public Table row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("a row of " + values.length + " for " + columns.size() + " columns");
        }
        rows.add(Collections.unmodifiableList(Arrays.asList(values.clone())));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
