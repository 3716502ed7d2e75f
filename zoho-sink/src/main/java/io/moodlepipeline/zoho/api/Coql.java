package io.moodlepipeline.zoho.api;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries that the sink asks, in Zoho's query language. */
public final class Coql {
    /** API name of the field that holds a record's id. */
    public static final String ID = "id";

    private static final String LIMIT = " limit 0, " + ZohoApi.PAGE;

    private Coql() {}

    /**
     * A page of all records that have a key, by ascending id.
     *
     * @param afterId where the page before ended; null for the first
     */
    public static String keyedRecords(String module, String keyField, String afterId) {
        return keyedRecords(module, List.of(keyField), keyField, afterId);
    }

    /** The same with further fields, at most {@value ZohoApi#MAX_FIELDS} with the id. */
    public static String keyedRecords(String module, List<String> selected, String keyField, String afterId) {
        String keyed = keyField + " is not null";
        String condition = afterId == null ? keyed : keyed + " and id > " + quoted(afterId);
        return select(module, selected) + condition + " order by id asc" + LIMIT;
    }

    /** Records whose field has one of at most {@value ZohoApi#MAX_VALUES} values. */
    public static String byValues(String module, List<String> selected, String field, List<String> values) {
        return select(module, selected)
                + field
                + values.stream().map(Coql::quoted).collect(Collectors.joining(", ", " in (", ")"))
                + LIMIT;
    }

    private static String select(String module, List<String> fields) {
        return "select "
                + Stream.concat(Stream.of(ID), fields.stream()).distinct().collect(Collectors.joining(", "))
                + " from " + module + " where ";
    }

    /** As a literal: backslash and quote escaped. */
    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
