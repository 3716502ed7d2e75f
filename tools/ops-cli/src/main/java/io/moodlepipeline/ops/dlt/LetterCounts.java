package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.output.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Letters counted by state, code and consumer, and each group by age. */
final class LetterCounts {
    private static final List<Duration> AGES = List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));
    private static final String NO_CODE = "(none)";

    private final Instant now;
    private final Map<Group, long[]> counts = new TreeMap<>();

    LetterCounts(Instant now) {
        this.now = now;
    }

    void add(TrackedLetter tracked) {
        String code = tracked.letter().code();
        Group group = new Group(
                tracked.state(), code == null ? NO_CODE : code, tracked.letter().consumer());
        counts.computeIfAbsent(group, none -> new long[AGES.size() + 1])[age(tracked)]++;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    Table table() {
        Table table =
                Table.of("state", "code", "consumer", "under_1_hour", "under_1_day", "under_7_days", "older", "total");
        counts.forEach((group, byAge) -> table.row(
                group.state(),
                group.code(),
                group.consumer(),
                byAge[0],
                byAge[1],
                byAge[2],
                byAge[3],
                LongStream.of(byAge).sum()));
        return table;
    }

    private int age(TrackedLetter tracked) {
        Duration age = Duration.between(tracked.letter().failedAt(), now);
        int index = 0;
        while (index < AGES.size() && age.compareTo(AGES.get(index)) >= 0) {
            index++;
        }
        return index;
    }

    private record Group(LetterState state, String code, String consumer) implements Comparable<Group> {
        private static final Comparator<Group> ORDER =
                Comparator.comparing(Group::state).thenComparing(Group::code).thenComparing(Group::consumer);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }
}
