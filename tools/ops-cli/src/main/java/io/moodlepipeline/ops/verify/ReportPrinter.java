package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.FindingsPrinter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Prints what was found out of the tables. */
final class ReportPrinter {
    private final FindingsPrinter printer;
    private final Advice advice;
    private final Deployment deployment;

    ReportPrinter(OutputOptions output, CommandLine command, Advice advice, Deployment deployment) {
        this.printer = new FindingsPrinter(output, command);
        this.advice = advice;
        this.deployment = deployment;
    }

    void print(Report report) {
        List<String> conclusion = new ArrayList<>(List.of(verdict(report)));
        conclusion.addAll(replays(report.findings().listed()));
        printer.print(counts(report), report.findings(), ReportPrinter::table, conclusion);
    }

    private List<String> replays(List<Finding> findings) {
        List<Finding> lost = findings.stream()
                .filter(finding -> finding.difference().isLoss())
                .toList();
        List<String> lines = new ArrayList<>();
        if (lost.size() > 1) {
            lines.add("\nTo read all of them again, while their consumer is stopped:");
            advice.replays(lost).forEach(command -> lines.add("  " + command));
        }
        return lines;
    }

    private static Table counts(Report report) {
        Table table = Table.of(
                "compared", "events", "rows", "missing", "stale", "wrong", "extra", "dead", "pending", "out_of_range");
        for (Map.Entry<String, Report.Line> line : report.lines().entrySet()) {
            Report.Line counted = line.getValue();
            table.row(
                    line.getKey(),
                    counted.events(),
                    isTable(line.getKey()) ? counted.rows() : null,
                    counted.count(Difference.MISSING),
                    counted.count(Difference.STALE),
                    counted.count(Difference.WRONG),
                    counted.count(Difference.EXTRA),
                    counted.count(Difference.DEAD),
                    counted.count(Difference.PENDING),
                    counted.count(Difference.OUT_OF_RANGE));
        }
        return table;
    }

    private static boolean isTable(String name) {
        return Tables.ALL.stream().anyMatch(table -> table.name().equals(name));
    }

    private static Table table(List<Finding> findings) {
        Table table = Table.of("finding", "table", "tenant", "key", "event_id", "place", "what_to_do");
        findings.forEach(finding -> table.row(
                finding.difference().word(),
                finding.table(),
                finding.tenant(),
                finding.key(),
                finding.event(),
                finding.place().topic() + ":" + finding.place().partition() + ":"
                        + finding.place().offset(),
                finding.advice()));
        return table;
    }

    private String verdict(Report report) {
        long lost = report.lost();
        StringBuilder verdict = new StringBuilder(
                lost == 0
                        ? "0 lost: every event that was consumed is in its row, or was replaced there by a newer one, or is a dead letter."
                        : lost + " lost: what is missing, stale or wrong above.");
        if (report.count(Difference.DEAD) > 0) {
            verdict.append(
                    " What is dead is not in the tables: " + deployment.verb("dlt stats") + " says what became of it.");
        }
        if (report.count(Difference.PENDING) > 0) {
            verdict.append(" What is pending has not been consumed yet: " + deployment.verb("lag")
                    + " says how long that will take.");
        }
        return verdict.toString();
    }
}
