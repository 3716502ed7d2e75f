package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.output.Findings;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a verification found. Counts all, and lists what somebody has to look at, up to a limit that fits in memory. */
final class Report {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::difference)
            .thenComparing(Finding::table)
            .thenComparing(Finding::tenant, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::key, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::event);

    /** What was looked at of one table, or of one topic that has no table. */
    static final class Line {
        private long events;
        private long rows;
        private final Map<Difference, Long> counts = new EnumMap<>(Difference.class);

        void event() {
            events++;
        }

        void row() {
            rows++;
        }

        void found(Difference difference) {
            counts.merge(difference, 1L, Long::sum);
        }

        long events() {
            return events;
        }

        long rows() {
            return rows;
        }

        long count(Difference difference) {
            return counts.getOrDefault(difference, 0L);
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Findings<Finding> findings = new Findings<>(ORDER);

    /** The line of this name, made when first asked for. */
    Line line(String name) {
        return lines.computeIfAbsent(name, absent -> new Line());
    }

    Map<String, Line> lines() {
        return lines;
    }

    void add(Finding finding) {
        line(finding.table()).found(finding.difference());
        if (finding.difference().isListed()) {
            findings.add(finding);
        }
    }

    /** The gravest first. */
    Findings<Finding> findings() {
        return findings;
    }

    long count(Difference difference) {
        return lines.values().stream().mapToLong(line -> line.count(difference)).sum();
    }

    /** Whether there was nothing to compare: neither an event nor a row. */
    boolean isEmpty() {
        return lines.values().stream().allMatch(line -> line.events() == 0 && line.rows() == 0);
    }

    /** How many events are not where they must be. */
    long lost() {
        long lost = 0;
        for (Difference difference : Difference.values()) {
            lost += difference.isLoss() ? count(difference) : 0;
        }
        return lost;
    }
}
