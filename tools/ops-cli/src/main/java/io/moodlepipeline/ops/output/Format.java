package io.moodlepipeline.ops.output;

import java.util.function.Function;

/** How a table is printed. */
enum Format {
    TABLE(AlignedText::of),
    JSON(JsonText::of),
    CSV(CsvText::of);

    @SuppressWarnings("ImmutableEnumChecker") // each is a reference to a static method, which holds no state
    private final Function<Table, String> writer;

    Format(Function<Table, String> writer) {
        this.writer = writer;
    }

    String write(Table table) {
        return writer.apply(table);
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
