package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.FindingsPrinter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** Prints what was found out of Zoho. */
final class ZohoReportPrinter {
    private static final List<ZohoDifference> COUNTED = List.of(
            ZohoDifference.LOST,
            ZohoDifference.INCOMPLETE,
            ZohoDifference.DEAD,
            ZohoDifference.WAITING,
            ZohoDifference.SUSPECT,
            ZohoDifference.FILTERED,
            ZohoDifference.PENDING);
    private static final List<ZohoDifference> COUNTED_LIVE =
            List.of(ZohoDifference.MISSING, ZohoDifference.DUPLICATE, ZohoDifference.DIFFERS);

    private final FindingsPrinter printer;
    private final Deployment deployment;

    ZohoReportPrinter(OutputOptions output, CommandLine command, Deployment deployment) {
        this.printer = new FindingsPrinter(output, command);
        this.deployment = deployment;
    }

    void print(ZohoReport report) {
        printer.print(counts(report), report.findings(), ZohoReportPrinter::table, List.of(verdict(report)));
    }

    private static Table counts(ZohoReport report) {
        List<ZohoDifference> counted = new ArrayList<>(COUNTED);
        if (report.isLive()) {
            counted.addAll(COUNTED_LIVE);
        }
        List<String> columns = new ArrayList<>(List.of("tenant", "records_of", "events", "in_ledger"));
        counted.forEach(difference -> columns.add(difference.word()));
        Table table = Table.of(columns.toArray(String[]::new));
        report.lines().forEach((subject, line) -> {
            List<Object> row = new ArrayList<>(List.of(
                    subject.tenant(), subject.role().name().toLowerCase(Locale.ROOT), line.events(), line.records()));
            counted.forEach(difference -> row.add(line.count(difference)));
            table.row(row.toArray());
        });
        return table;
    }

    private static Table table(List<ZohoFinding> findings) {
        Table table = Table.of("finding", "tenant", "record_of", "key", "event_id", "what_to_do");
        findings.forEach(finding -> table.row(
                finding.difference().word(),
                finding.tenant(),
                finding.role().name().toLowerCase(Locale.ROOT),
                finding.key(),
                finding.event(),
                finding.advice()));
        return table;
    }

    private String verdict(ZohoReport report) {
        long lost = report.count(ZohoDifference.LOST);
        StringBuilder verdict = new StringBuilder(
                lost == 0
                        ? "0 lost: every event that was consumed went to Zoho, or a newer one did, or it waits for its"
                                + " student, is kept out by a filter, or is a dead letter."
                        : lost + " lost: what is called so above.");
        if (report.isLive()) {
            verdict.append(' ')
                    .append(report.count(ZohoDifference.MISSING))
                    .append(" missing of what the ledger knows in Zoho.");
        }
        if (report.count(ZohoDifference.DEAD) > 0) {
            verdict.append(
                    " What is dead is not in Zoho: " + deployment.verb("dlt stats") + " says what became of it.");
        }
        if (report.count(ZohoDifference.PENDING) > 0) {
            verdict.append(" What is pending has not been consumed yet: " + deployment.verb("lag")
                    + " says how long that will take.");
        }
        return verdict.toString();
    }
}
