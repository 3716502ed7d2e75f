package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.ops.output.SafeText;
import io.moodlepipeline.ops.output.Table;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All checks, as text for people and as a table for programs. */
final class CheckUp {
    private final List<Check> checks;

    CheckUp(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    long count(Verdict verdict) {
        return checks.stream().filter(check -> check.verdict() == verdict).count();
    }

    void print(PrintWriter out) {
        int width = checks.stream()
                .mapToInt(check -> SafeText.escape(check.subject()).length())
                .max()
                .orElse(0);
        Map<String, List<Check>> areas =
                checks.stream().collect(Collectors.groupingBy(Check::area, LinkedHashMap::new, Collectors.toList()));
        areas.forEach((area, here) -> {
            out.println(area);
            here.forEach(check -> print(out, check, width));
        });
        out.println();
        out.println(checks.size() + " checks: " + count(Verdict.OK) + " ok, " + count(Verdict.WARN) + " to look at, "
                + count(Verdict.FAIL) + " failed.");
        out.flush();
    }

    private static void print(PrintWriter out, Check check, int width) {
        out.println(String.format(
                Locale.ROOT,
                "  %-4s  %-" + width + "s  %s",
                check.verdict(),
                SafeText.escape(check.subject()),
                SafeText.escape(check.found())));
        if (check.remedy() != null) {
            out.println("        -> " + SafeText.escape(check.remedy()));
        }
    }

    Table table() {
        Table table = Table.of("area", "subject", "verdict", "found", "remedy");
        checks.forEach(
                check -> table.row(check.area(), check.subject(), check.verdict(), check.found(), check.remedy()));
        return table;
    }
}
