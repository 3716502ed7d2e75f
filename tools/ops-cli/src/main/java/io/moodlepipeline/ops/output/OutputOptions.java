package io.moodlepipeline.ops.output;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Option;

/** The option every verb that prints a table has. */
public final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    public void print(PrintWriter out, Table table) {
        out.print(format.write(table));
        out.flush();
    }

    /** Where a long verb tells how far it is: a person hears of it, a program does not. */
    public PrintWriter progress(PrintWriter err) {
        return isForPeople() ? err : new PrintWriter(Writer.nullWriter(), false);
    }

    /** Where sentences go that are no part of a table: a program that reads the output must not find them in it. */
    public PrintWriter remarks(PrintWriter out, PrintWriter err) {
        return isForPeople() ? out : err;
    }

    /** Whether a person reads it: only then there may be sentences around the table. */
    public boolean isForPeople() {
        return format == Format.TABLE;
    }
}
