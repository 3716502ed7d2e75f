package io.moodlepipeline.ops.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** RFC 4180 with a header line. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
final class CsvText {
    private static final CsvMapper CSV = new CsvMapper();
    /** With the minus sign, which has no other form. */
    private static final String STARTS_FORMULA = "=+-@\u2212";

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
        return startsFormula(text) ? "'" + text : text;
    }

    private static boolean startsFormula(String text) {
        // Spreadsheets skip leading blanks before they look for a formula, and some take full-width and other forms of
        // its first character for the plain one.
        return text.codePoints()
                .dropWhile(character -> Character.isWhitespace(character) || Character.isSpaceChar(character))
                .mapToObj(character -> Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC))
                .findFirst()
                .filter(first -> STARTS_FORMULA.indexOf(first.charAt(0)) >= 0)
                .isPresent();
    }
}
