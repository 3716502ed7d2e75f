package io.moodlepipeline.ops.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for people: columns as wide as their widest text, numbers to the right. */
final class AlignedText {
    private static final String GAP = "  ";

    private AlignedText() {}

    static String of(Table table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns().stream()
                .map(name -> name.replace('_', ' ').toUpperCase(Locale.ROOT))
                .toList());
        table.rows()
                .forEach(row -> lines.add(row.stream().map(AlignedText::text).toList()));
        List<Boolean> toTheRight = IntStream.range(0, table.columns().size())
                .mapToObj(column -> isNumeric(table, column))
                .toList();
        int[] widths = IntStream.range(0, table.columns().size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, widths.length)
                        .mapToObj(column -> padded(line.get(column), widths[column], toTheRight.get(column)))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String text(Object value) {
        return value == null ? "-" : SafeText.escape(value.toString());
    }

    private static boolean isNumeric(Table table, int column) {
        List<Object> known = table.rows().stream()
                .map(row -> row.get(column))
                .filter(Objects::nonNull)
                .toList();
        return !known.isEmpty() && known.stream().allMatch(value -> value instanceof Number);
    }

    private static String padded(String text, int width, boolean toTheRight) {
        String padding = " ".repeat(width - text.length());
        return toTheRight ? padding + text : text + padding;
    }
}
