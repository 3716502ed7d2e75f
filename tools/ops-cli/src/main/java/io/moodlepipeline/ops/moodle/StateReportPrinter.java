package io.moodlepipeline.ops.moodle;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.FindingsPrinter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Prints how Moodle and the tables differ, by their ids alone. */
public final class StateReportPrinter {
    static final String BACKFILL = "php local/backend_sync/cli/backfill.php";

    private final FindingsPrinter printer;
    private final Deployment deployment;
    private final GoneRemedy goneRemedy;

    public StateReportPrinter(OutputOptions output, CommandLine command, Deployment deployment, GoneRemedy goneRemedy) {
        this.printer = new FindingsPrinter(output, command);
        this.deployment = deployment;
        this.goneRemedy = goneRemedy;
    }

    public void print(StateReport report) {
        printer.print(
                counts(report), report.findings(), findings -> table(report.tenant(), findings), conclusion(report));
    }

    private static Table counts(StateReport report) {
        Table table = Table.of("compared", "in_file", "equal", "missing", "different", "extra");
        for (StateKind kind : StateKind.values()) {
            table.row(
                    kind.plural(),
                    report.lines(kind),
                    report.equals(kind),
                    report.count(kind, StateDifference.MISSING),
                    report.count(kind, StateDifference.DIFFERENT),
                    report.count(kind, StateDifference.EXTRA));
        }
        return table;
    }

    private Table table(String tenant, List<StateFinding> findings) {
        Table table = Table.of("finding", "table", "tenant", "key", "event_id", "what_to_do");
        findings.forEach(finding -> table.row(
                finding.difference().word(),
                finding.kind().table().name(),
                tenant,
                finding.kind().describe(finding.key()),
                finding.event() == null ? null : finding.event().toString(),
                advice(finding)));
        return table;
    }

    private String advice(StateFinding finding) {
        if (finding.late()) {
            return "changed after the export: compare with a new one";
        }
        return finding.difference() == StateDifference.EXTRA
                ? goneRemedy.advice()
                : "in Moodle: " + BACKFILL + " --" + finding.kind().plural();
    }

    private List<String> conclusion(StateReport report) {
        if (report.isInOrder()) {
            List<String> lines = new ArrayList<>();
            lines.add("The tables hold what Moodle held at " + report.header().exportedAt() + ".");
            lines.addAll(queue(report));
            lines.addAll(goneRemedy.conclusion(report.gone()));
            return lines;
        }
        List<String> lines = new ArrayList<>();
        lines.add("Moodle, at " + report.header().exportedAt() + ", and the tables differ in what is listed above.");
        if (report.isWithoutRows()) {
            lines.add("The tables hold nothing of tenant " + report.tenant() + ": is that its name here?");
        }
        lines.addAll(queue(report));
        if (report.late() > 0) {
            lines.add(report.late() + " of it changed here after the export: compare with a new one.");
        }
        lines.add("What is still on its way from the gateway to the tables differs, too: " + deployment.verb("lag")
                + " says whether there is any.");
        remedy(report).ifPresent(lines::add);
        lines.addAll(goneRemedy.conclusion(report.gone()));
        return lines;
    }

    /** What Moodle itself says has not come here. */
    private static List<String> queue(StateReport report) {
        List<String> lines = new ArrayList<>();
        if (report.header().waiting() > 0) {
            lines.add("Moodle still held " + report.header().waiting()
                    + " events that it had not sent: findings may only be late.");
        }
        if (report.header().failed() > 0) {
            lines.add("Moodle held " + report.header().failed()
                    + " events that were refused: the plugin's status page says why, and sends them again.");
        }
        return lines;
    }

    private static Optional<String> remedy(StateReport report) {
        String options = Stream.of(StateKind.values())
                .filter(kind -> report.count(kind, StateDifference.MISSING) > 0
                        || report.count(kind, StateDifference.DIFFERENT) > 0)
                .map(kind -> " --" + kind.plural())
                .collect(Collectors.joining());
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "What is missing or different, Moodle sends again, when its web server's user runs in its folder:\n  "
                                + BACKFILL + options);
    }
}
