package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.output.Findings;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What was found out of Zoho. Counts all, and lists what somebody has to look at, up to a limit that fits in memory. */
final class ZohoReport {
    private static final Comparator<ZohoFinding> ORDER = Comparator.comparing(ZohoFinding::difference)
            .thenComparing(ZohoFinding::tenant)
            .thenComparing(ZohoFinding::role)
            .thenComparing(ZohoFinding::key, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** One school's records of one role. */
    record Subject(String tenant, Role role) implements Comparable<Subject> {
        private static final Comparator<Subject> BY_NAME =
                Comparator.comparing(Subject::tenant).thenComparing(Subject::role);

        @Override
        public int compareTo(Subject other) {
            return BY_NAME.compare(this, other);
        }
    }

    /** What was looked at of them. */
    static final class Line {
        private long events;
        private long records;
        private final Map<ZohoDifference, Long> counts = new EnumMap<>(ZohoDifference.class);

        void event() {
            events++;
        }

        void record() {
            records++;
        }

        void found(ZohoDifference difference) {
            counts.merge(difference, 1L, Long::sum);
        }

        long events() {
            return events;
        }

        long records() {
            return records;
        }

        long count(ZohoDifference difference) {
            return counts.getOrDefault(difference, 0L);
        }
    }

    private final Map<Subject, Line> lines = new TreeMap<>();
    private final Findings<ZohoFinding> findings = new Findings<>(ORDER);
    private boolean live;

    /** Zoho itself was read, too, and to the end. */
    void isOfZohoItself() {
        live = true;
    }

    boolean isLive() {
        return live;
    }

    /** The line of this school and role, made when first asked for. */
    Line line(String tenant, Role role) {
        return lines.computeIfAbsent(new Subject(tenant, role), absent -> new Line());
    }

    Map<Subject, Line> lines() {
        return lines;
    }

    void add(ZohoFinding finding) {
        line(finding.tenant(), finding.role()).found(finding.difference());
        if (finding.difference().isListed()) {
            findings.add(finding);
        }
    }

    /** The gravest first. */
    Findings<ZohoFinding> findings() {
        return findings;
    }

    long count(ZohoDifference difference) {
        return lines.values().stream().mapToLong(line -> line.count(difference)).sum();
    }

    boolean isInOrder() {
        return lines.values().stream()
                .allMatch(line -> line.counts.keySet().stream().noneMatch(ZohoDifference::isProblem));
    }

    /** Whether there was nothing to compare: neither an event nor a record. */
    boolean isEmpty() {
        return lines.values().stream().allMatch(line -> line.events() == 0 && line.records() == 0);
    }
}
