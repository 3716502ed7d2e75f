package io.moodlepipeline.ops.moodle;

import io.moodlepipeline.ops.output.Findings;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** What a comparison found. Counts all, and lists the differences up to a limit that fits in memory. */
public final class StateReport {
    private static final Comparator<StateFinding> ORDER =
            Comparator.comparing(StateFinding::difference).thenComparing(StateFinding::kind);

    private final StateHeader header;
    private final Map<StateKind, Long> listed = new EnumMap<>(StateKind.class);
    private final Map<StateKind, Long> equal = new EnumMap<>(StateKind.class);
    private final Map<StateKind, Map<StateDifference, Long>> counts = new EnumMap<>(StateKind.class);
    private final Findings<StateFinding> findings = new Findings<>(ORDER);
    private long rows;
    private long late;
    private long gone;

    StateReport(StateHeader header) {
        this.header = header;
    }

    StateHeader header() {
        return header;
    }

    /** A line of the file. */
    void line(StateKind kind) {
        listed.merge(kind, 1L, Long::sum);
    }

    /** A row of the tables. */
    void row() {
        rows++;
    }

    void equal(StateKind kind) {
        equal.merge(kind, 1L, Long::sum);
    }

    void add(StateFinding finding) {
        counts.computeIfAbsent(finding.kind(), absent -> new EnumMap<>(StateDifference.class))
                .merge(finding.difference(), 1L, Long::sum);
        late += finding.late() ? 1 : 0;
        gone += finding.isGone() ? 1 : 0;
        findings.add(finding);
    }

    long lines(StateKind kind) {
        return listed.getOrDefault(kind, 0L);
    }

    long equals(StateKind kind) {
        return equal.getOrDefault(kind, 0L);
    }

    long count(StateKind kind, StateDifference difference) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(difference, 0L);
    }

    long count(StateDifference difference) {
        return counts.values().stream()
                .mapToLong(ofKind -> ofKind.getOrDefault(difference, 0L))
                .sum();
    }

    /** How many findings are of rows that changed after the file was written. */
    long late() {
        return late;
    }

    /** How many findings are of what Moodle no longer has. */
    long gone() {
        return gone;
    }

    /** By difference and kind, and within these by their ids, in whose order they come. */
    Findings<StateFinding> findings() {
        return findings;
    }

    public boolean isInOrder() {
        return counts.isEmpty();
    }

    /** Whether the tables hold nothing of this tenant. */
    public boolean isWithoutRows() {
        return rows == 0;
    }

    /** Whose state it is. */
    public String tenant() {
        return header.tenant();
    }
}
