package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.records.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Where a group is on the partitions that were chosen. */
final class Positions {
    private Positions() {}

    /** @param existing the topics of the cluster; others are left out */
    static List<Position> of(ConsumerGroup group, List<TopicChoice> choices, Set<String> existing, TopicReader reader) {
        List<String> topics = choices.stream()
                .map(TopicChoice::topic)
                .distinct()
                .filter(existing::contains)
                .toList();
        List<TopicPartition> partitions = reader.partitions(topics).stream()
                .filter(partition -> choices.stream().anyMatch(choice -> choice.includes(partition)))
                .sorted(ConsumerGroup.BY_NAME)
                .collect(Collectors.toList());
        Map<TopicPartition, Long> begins = reader.beginnings(partitions);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        return partitions.stream()
                .map(partition -> new Position(
                        partition,
                        Optional.ofNullable(group.committed().get(partition)),
                        begins.get(partition),
                        ends.get(partition)))
                .toList();
    }
}
