package io.moodlepipeline.runtime.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How many dead letters in a row a group has come to, kept beside its committed offsets: else a restart would let through as many
 * again before the flood guard halts.
 */
final class CommittedStreak {
    private static final String NAME = "dead-letters-in-a-row=";
    private static final Pattern TEXT = Pattern.compile(NAME + "([0-9]{1,9})");

    /** What was committed with a streak, which no longer holds once a record went well. */
    private final Map<TopicPartition, OffsetAndMetadata> marked = new HashMap<>();

    /** @return the longest of what stands beside these offsets */
    int read(Map<TopicPartition, OffsetAndMetadata> committed) {
        note(committed);
        return committed.values().stream()
                .mapToInt(CommittedStreak::streak)
                .max()
                .orElse(0);
    }

    /** These offsets with the streak beside them; when there is none, also those that still say otherwise. */
    Map<TopicPartition, OffsetAndMetadata> beside(Map<TopicPartition, OffsetAndMetadata> offsets, int streak) {
        Map<TopicPartition, OffsetAndMetadata> toCommit = new HashMap<>();
        if (streak == 0) {
            toCommit.putAll(marked);
        }
        toCommit.putAll(offsets);
        String text = streak == 0 ? "" : NAME + streak;
        toCommit.replaceAll((partition, offset) -> new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), text));
        return toCommit;
    }

    /** Takes note of what is committed now. */
    void note(Map<TopicPartition, OffsetAndMetadata> committed) {
        committed.forEach((partition, offset) -> {
            if (streak(offset) > 0) {
                marked.put(partition, offset);
            } else {
                marked.remove(partition);
            }
        });
    }

    /** Forgets what is another instance's now. */
    void retain(Set<TopicPartition> assignment) {
        marked.keySet().retainAll(assignment);
    }

    /** @param offset null where nothing was ever committed */
    private static int streak(OffsetAndMetadata offset) {
        Matcher matcher = TEXT.matcher(offset == null ? "" : offset.metadata());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
