package io.moodlepipeline.ops.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** Prints what a verification found: for people the counts, some findings and what follows; for programs each finding. */
public final class FindingsPrinter {
    private static final int SHOWN_TO_PEOPLE = 20;

    private final OutputOptions output;
    private final PrintWriter out;
    private final PrintWriter err;

    public FindingsPrinter(OutputOptions output, CommandLine command) {
        this.output = output;
        this.out = command.getOut();
        this.err = command.getErr();
    }

    /**
     * @param conclusion for people, below the findings
     */
    public <F> void print(Table counts, Findings<F> found, Function<List<F>, Table> table, List<String> conclusion) {
        List<F> findings = found.listed();
        if (output.isForPeople()) {
            output.print(out, counts);
            out.println();
            if (!findings.isEmpty()) {
                output.print(out, table.apply(findings.subList(0, Math.min(SHOWN_TO_PEOPLE, findings.size()))));
                if (findings.size() > SHOWN_TO_PEOPLE) {
                    out.println("... and more: -o csv lists them all.");
                }
                out.println();
            }
            conclusion.forEach(out::println);
            out.flush();
        } else {
            output.print(out, table.apply(findings));
        }
        if (found.isCut()) {
            err.println("Only the first " + Findings.MOST_LISTED + " findings are listed.");
        }
    }
}
