package io.moodlepipeline.ops.groups;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * A group as the brokers know it.
 *
 * @param exists false for one that has not consumed anything yet
 * @param committed offsets of the next record; a partition it has never committed is not in here
 */
public record ConsumerGroup(String name, boolean exists, List<Member> members, Map<TopicPartition, Long> committed) {
    public static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    public ConsumerGroup {
        members = List.copyOf(members);
        committed = Map.copyOf(committed);
    }

    /** The topics that it has read, is reading or ought to read. */
    public NavigableSet<String> topics() {
        NavigableSet<String> topics = new TreeSet<>();
        Stream.concat(committed.keySet().stream(), members.stream().flatMap(member -> member.partitions().stream()))
                .map(TopicPartition::topic)
                .forEach(topics::add);
        PipelineConsumer.ofGroup(name).ifPresent(consumer -> topics.addAll(consumer.topics()));
        return topics;
    }

    public Optional<Member> holderOf(TopicPartition partition) {
        return members.stream()
                .filter(member -> member.partitions().contains(partition))
                .findFirst();
    }
}
