package io.moodlepipeline.ops.lag;

import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.ConsumerGroups;
import io.moodlepipeline.ops.records.TopicReader;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** Compares what groups have committed with what topics hold. */
public final class LagReader {
    private final Admin admin;
    private final TopicReader reader;

    public LagReader(Admin admin, TopicReader reader) {
        this.admin = admin;
        this.reader = reader;
    }

    /** Every partition of every topic that these groups read, in order; without the age of what waits. */
    public List<GroupLag> read(Predicate<String> groups, Predicate<String> topics) {
        List<ConsumerGroup> chosen = new ConsumerGroups(admin)
                .ofPipeline().stream()
                        .filter(group -> groups.test(group.name()))
                        .toList();
        Set<TopicPartition> partitions = partitions(chosen, topics);
        Map<TopicPartition, Long> begins = reader.beginnings(partitions);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        return chosen.stream()
                .map(group -> new GroupLag(
                        group,
                        partitions.stream()
                                .filter(partition -> group.topics().contains(partition.topic()))
                                .sorted(ConsumerGroup.BY_NAME)
                                .map(partition -> new PartitionLag(
                                        group, partition, begins.get(partition), ends.get(partition), Optional.empty()))
                                .toList()))
                .filter(group -> !group.partitions().isEmpty())
                .toList();
    }

    /** Adds the age, by reading the next event of each partition where one waits. */
    public List<GroupLag> withAges(List<GroupLag> lags) {
        return lags.stream().map(this::withAges).toList();
    }

    private GroupLag withAges(GroupLag lag) {
        Map<TopicPartition, Long> from = lag.partitions().stream()
                .filter(partition -> partition.next() < partition.end())
                .collect(Collectors.toMap(PartitionLag::partition, PartitionLag::next));
        Map<TopicPartition, Long> to = new HashMap<>();
        from.forEach((partition, offset) -> to.put(partition, offset + 1));
        Map<TopicPartition, Instant> accepted = new HashMap<>();
        reader.read(
                from,
                to,
                record -> accepted.put(
                        new TopicPartition(record.topic(), record.partition()),
                        Instant.ofEpochMilli(record.timestamp())));
        return new GroupLag(
                lag.group(),
                lag.partitions().stream()
                        .map(partition -> partition.withOldestWaiting(accepted.get(partition.partition())))
                        .toList());
    }

    private Set<TopicPartition> partitions(List<ConsumerGroup> groups, Predicate<String> topics) {
        Set<String> existing = Brokers.answer(admin.listTopics().names());
        Set<String> read = groups.stream()
                .flatMap(group -> group.topics().stream())
                .filter(existing::contains)
                .filter(topics)
                .collect(Collectors.toSet());
        Set<TopicPartition> partitions = new HashSet<>();
        Collection<TopicDescription> descriptions =
                Brokers.answer(admin.describeTopics(read).allTopicNames()).values();
        descriptions.forEach(topic -> topic.partitions()
                .forEach(partition -> partitions.add(new TopicPartition(topic.name(), partition.partition()))));
        return partitions;
    }
}
