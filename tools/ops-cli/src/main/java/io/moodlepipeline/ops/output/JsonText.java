package io.moodlepipeline.ops.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An array with an object for each row. ASCII only: what could turn a terminal's text around arrives as an escape. */
final class JsonText {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private JsonText() {}

    static String of(Table table) {
        List<Map<String, Object>> objects =
                table.rows().stream().map(row -> object(table.columns(), row)).toList();
        try {
            return JSON.writeValueAsString(objects) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    private static Map<String, Object> object(List<String> columns, List<Object> row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            object.put(columns.get(column), plain(row.get(column)));
        }
        return object;
    }

    private static Object plain(Object value) {
        boolean known = value == null || value instanceof Number || value instanceof Boolean;
        return known ? value : value.toString();
    }
}
