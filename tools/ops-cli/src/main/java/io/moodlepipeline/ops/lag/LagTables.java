package io.moodlepipeline.ops.lag;

import io.moodlepipeline.ops.groups.Member;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.ops.time.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Two samples as tables: lengths of time in words for people, in seconds for programs. */
final class LagTables {
    private final Map<String, GroupLag> before;
    private final List<GroupLag> now;
    private final Duration between;
    private final Instant clock;

    /** @param clock the time of the second sample */
    LagTables(List<GroupLag> before, List<GroupLag> now, Duration between, Instant clock) {
        this.before =
                before.stream().collect(Collectors.toMap(lag -> lag.group().name(), lag -> lag));
        this.now = now;
        this.between = between;
        this.clock = clock;
    }

    Table partitions(boolean forPeople) {
        Table table = forPeople
                ? Table.of("group", "topic", "partition", "committed", "end", "lag", "oldest", "drained in", "member")
                : Table.of(
                        "group",
                        "topic",
                        "partition",
                        "committed",
                        "end",
                        "lag",
                        "oldest_seconds",
                        "drain_seconds",
                        "member");
        now.forEach(group -> group.partitions()
                .forEach(lag -> table.row(
                        group.group().name(),
                        lag.partition().topic(),
                        lag.partition().partition(),
                        lag.committed().orElse(null),
                        lag.end(),
                        lag.waiting(),
                        time(age(lag.oldestWaiting()), forPeople),
                        time(drain(lag), forPeople),
                        lag.holder().map(Member::name).orElse(null))));
        return table;
    }

    Table totals(boolean forPeople) {
        Table table = forPeople
                ? Table.of("group", "members", "lag", "oldest", "drained in")
                : Table.of("group", "members", "lag", "oldest_seconds", "drain_seconds");
        now.forEach(group -> table.row(
                group.group().name(),
                group.group().members().size(),
                group.waiting(),
                time(age(group.oldestWaiting()), forPeople),
                time(drain(group), forPeople)));
        return table;
    }

    private Optional<Duration> age(Optional<Instant> accepted) {
        return accepted.map(instant -> Duration.between(instant, clock));
    }

    private Optional<Duration> drain(PartitionLag lag) {
        return before(lag.group().name())
                .flatMap(group -> group.partitions().stream()
                        .filter(earlier -> earlier.partition().equals(lag.partition()))
                        .findFirst())
                .flatMap(earlier -> DrainEstimate.of(earlier.waiting(), lag.waiting(), between));
    }

    private Optional<Duration> drain(GroupLag group) {
        return before(group.group().name())
                .flatMap(earlier -> DrainEstimate.of(earlier.waiting(), group.waiting(), between));
    }

    private Optional<GroupLag> before(String group) {
        return Optional.ofNullable(before.get(group));
    }

    private static Object time(Optional<Duration> duration, boolean forPeople) {
        if (duration.isEmpty()) {
            return null;
        }
        return forPeople
                ? DurationText.of(duration.get())
                : (Object) Math.max(0, duration.get().toSeconds());
    }
}
