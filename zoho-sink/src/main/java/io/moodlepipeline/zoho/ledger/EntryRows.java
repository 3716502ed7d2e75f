package io.moodlepipeline.zoho.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;

/** Reads entries. */
final class EntryRows {
    private static final String INCOMPLETE_FIELDS = "incomplete_fields";

    static final String COLUMNS = "stored.key, stored.record_id, stored.name, stored." + INCOMPLETE_FIELDS;

    // A grade of 69.99999 must come back as that.
    private static final ObjectReader CONTENT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(ObjectNode.class);

    private EntryRows() {}

    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("key"),
                row.getString("record_id"),
                row.getString("name"),
                new HashSet<>(
                        Arrays.asList((String[]) row.getArray(INCOMPLETE_FIELDS).getArray())));
    }

    static ObjectNode content(ResultSet row) throws SQLException {
        try {
            return CONTENT.readValue(row.getString("content"));
        } catch (JsonProcessingException e) {
            // Without the cause, which may quote what it could not read.
            throw new IllegalStateException("the ledger's content of a record is no JSON object");
        }
    }
}
