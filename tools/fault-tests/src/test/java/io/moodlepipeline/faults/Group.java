package io.moodlepipeline.faults;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group at one moment; equal to another moment's when there was no rebalance in between.
 *
 * @param epoch counts what changed the group's membership; empty for a group of the classic protocol, which has none
 * @param assignments the partitions of each member
 */
record Group(OptionalInt epoch, Map<String, Set<TopicPartition>> assignments) {
    static final String GRADES = "moodle.grade-enriched";

    static Group now(Admin admin, String name) throws InterruptedException, ExecutionException {
        ConsumerGroupDescription description = admin.describeConsumerGroups(Set.of(name))
                .describedGroups()
                .get(name)
                .get();
        Map<String, Set<TopicPartition>> assignments = description.members().stream()
                .collect(Collectors.toMap(
                        member -> member.consumerId(),
                        member -> member.assignment().topicPartitions()));
        return new Group(description.groupEpoch().map(OptionalInt::of).orElseGet(OptionalInt::empty), assignments);
    }

    /** Whether there are so many members, and each of them holds partitions of the topic. */
    boolean isSharedBy(int members, String topic) {
        return assignments.size() == members
                && assignments.values().stream()
                        .allMatch(partitions ->
                                partitions.stream().map(TopicPartition::topic).anyMatch(topic::equals));
    }
}
