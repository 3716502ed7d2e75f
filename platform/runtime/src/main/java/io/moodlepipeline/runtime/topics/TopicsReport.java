package io.moodlepipeline.runtime.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All declared topics as the cluster has them. More than was declared (a longer retention, larger records) is fine. */
public record TopicsReport(List<TopicState> topics) {
    public TopicsReport {
        topics = List.copyOf(topics);
    }

    /** The topics that exist, by their number of partitions; one entry when all is well. */
    public SortedMap<Integer, List<String>> byPartitions() {
        return topics.stream()
                .filter(topic -> !topic.isMissing())
                .collect(Collectors.groupingBy(
                        TopicState::partitions,
                        TreeMap::new,
                        Collectors.mapping(TopicState::name, Collectors.toUnmodifiableList())));
    }

    /** A person's events stay on one partition number through every topic, so the counts change together or not at all. */
    public boolean hasOnePartitionCount() {
        return byPartitions().size() <= 1;
    }

    /** Says what stands in the way of the pipeline's guarantees, each with its remedy; empty when all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (TopicState topic : topics) {
            if (topic.isMissing()) {
                problems.add("topic " + topic.name() + " is missing: create it");
            }
            topic.differences().forEach(difference -> problems.add("topic " + topic.name() + " has " + difference));
        }
        if (!hasOnePartitionCount()) {
            problems.add("topics differ in their number of partitions: " + byPartitions());
        }
        return problems;
    }
}
