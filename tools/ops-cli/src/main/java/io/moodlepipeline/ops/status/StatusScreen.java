package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.output.SafeText;
import io.moodlepipeline.ops.output.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The facts as a screen for people, and as a table for programs. */
final class StatusScreen {
    private final List<Fact> facts;

    StatusScreen(List<Fact> facts) {
        this.facts = List.copyOf(facts);
    }

    boolean isAllWell() {
        return facts.stream().allMatch(Fact::good);
    }

    void print(PrintWriter out) {
        int width = facts.stream()
                .mapToInt(fact -> text(fact.subject()).length())
                .max()
                .orElse(0);
        for (Area area : Area.values()) {
            List<Fact> here = facts.stream().filter(fact -> fact.area() == area).toList();
            if (!here.isEmpty()) {
                out.println(area.title());
                here.forEach(fact -> print(out, fact, width));
            }
        }
        long problems = facts.stream().filter(fact -> !fact.good()).count();
        out.println();
        out.println(
                problems == 0
                        ? "All is well."
                        : (problems == 1 ? "1 problem" : problems + " problems") + "; the arrows say what to do.");
        out.flush();
    }

    private static void print(PrintWriter out, Fact fact, int width) {
        out.println(line(fact, width));
        if (!fact.good()) {
            out.println("          -> " + text(fact.remedy()));
        }
    }

    private static String line(Fact fact, int width) {
        return String.format(
                Locale.ROOT,
                "  %s %-" + width + "s  %s",
                fact.good() ? "ok     " : "PROBLEM",
                text(fact.subject()),
                text(fact.words()));
    }

    private static String text(String text) {
        return SafeText.escape(text);
    }

    Table table() {
        Table table = Table.of("area", "subject", "good", "fact", "count", "oldest_seconds", "remedy");
        facts.forEach(fact -> table.row(
                fact.area(),
                fact.subject(),
                fact.good(),
                fact.words(),
                fact.count(),
                fact.age() == null ? null : Math.max(0, fact.age().toSeconds()),
                fact.remedy()));
        return table;
    }
}
