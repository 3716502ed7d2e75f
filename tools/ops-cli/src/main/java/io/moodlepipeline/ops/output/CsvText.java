package io.moodlepipeline.ops.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.ArrayList;
import java.util.List;

/** RFC 4180 with a header line. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
final class CsvText {
    private static final CsvMapper CSV = new CsvMapper();
    private static final String STARTS_FORMULA = "=+-@";

    private CsvText() {}

    static String of(Table table) {
        CsvSchema.Builder schema = CsvSchema.builder();
        table.columns().forEach(schema::addColumn);
        List<List<Object>> lines = new ArrayList<>();
        table.rows().forEach(row -> lines.add(row.stream().map(CsvText::cell).toList()));
        try {
            return CSV.writer(schema.build().withHeader()).writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    private static Object cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        String text = SafeText.escape(value.toString());
        // Spreadsheets skip leading blanks before they look for a formula.
        String visible = text.stripLeading();
        boolean formula = !visible.isEmpty() && STARTS_FORMULA.indexOf(visible.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
