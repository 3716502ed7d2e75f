package io.moodlepipeline.localstack.demo;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A title, a header and rows in columns as wide as their widest text. */
final class PrintedTable {
    private static final int GAP = 2;

    private final String title;
    private final int columns;
    private final List<List<String>> lines = new ArrayList<>();

    PrintedTable(String title, List<String> header) {
        this.title = title;
        columns = header.size();
        lines.add(List.copyOf(header));
        lines.add(header.stream().map(name -> "-".repeat(name.length())).toList());
    }

    void add(List<String> values) {
        lines.add(List.copyOf(values));
    }

    @Override
    public String toString() {
        Column[] layout = new Column[columns];
        for (int column = 0; column < columns; column++) {
            layout[column] = new Column(width(column) + GAP, 0, Overflow.SPAN);
        }
        TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), layout);
        lines.forEach(line -> table.addRowValues(line.toArray(String[]::new)));
        return title + System.lineSeparator() + table;
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
