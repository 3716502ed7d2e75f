package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.GuardNote;
import io.moodlepipeline.runtime.deadletter.Streaks;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the group has committed for this instance's partitions, and what the flood guard has to remember beside it. */
final class CommittedNotes {
    private final Streaks streaks;
    private final HeldTenants held;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    CommittedNotes(Streaks streaks, HeldTenants held) {
        this.streaks = streaks;
        this.held = held;
    }

    /**
     * Which offsets to commit for partitions that were read up to these: not past what is held back there, and none that stand there
     * already. With them go those beside which stands a streak that has ended.
     */
    Map<TopicPartition, OffsetAndMetadata> toCommit(Map<TopicPartition, OffsetAndMetadata> read) {
        Map<TopicPartition, OffsetAndMetadata> toCommit = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (saysTooMuch(GuardNote.read(offset.metadata()))) {
                toCommit.put(partition, withNote(partition, offset));
            }
        });
        read.forEach((partition, offset) -> toCommit.put(partition, notPastHeld(partition, offset)));
        toCommit.entrySet().removeIf(offset -> isNothingNew(committed.get(offset.getKey()), offset));
        return toCommit;
    }

    private boolean isNothingNew(OffsetAndMetadata before, Map.Entry<TopicPartition, OffsetAndMetadata> now) {
        return before != null
                && held.first(now.getKey()).isPresent()
                && before.offset() == now.getValue().offset()
                && before.metadata().equals(now.getValue().metadata());
    }

    private boolean saysTooMuch(GuardNote note) {
        return note.streakOfTheRest() > 0
                || note.streaks().entrySet().stream()
                        .anyMatch(streak -> streak.getValue() > streaks.of(streak.getKey()));
    }

    private OffsetAndMetadata notPastHeld(TopicPartition partition, OffsetAndMetadata read) {
        Optional<Long> first = held.first(partition);
        boolean isHeldBack = first.isPresent() && first.get() < read.offset();
        return withNote(partition, isHeldBack ? new OffsetAndMetadata(first.get()) : read);
    }

    private OffsetAndMetadata withNote(TopicPartition partition, OffsetAndMetadata offset) {
        long othersDoneTo = held.othersDoneTo(partition);
        boolean othersAreAhead = othersDoneTo > offset.offset();
        GuardNote note =
                new GuardNote(streaks.running(), 0, othersAreAhead ? held.in(partition) : Set.of(), othersDoneTo);
        return new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), note.text());
    }

    /** Takes note of what is committed now; where nothing ever was, it is null. */
    void note(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset);
            }
        });
    }

    /** Forgets what is another instance's now, or was for a moment. */
    void forget(Collection<TopicPartition> partitions) {
        committed.keySet().removeAll(partitions);
    }

    void retain(Set<TopicPartition> assignment) {
        committed.keySet().retainAll(assignment);
    }
}
