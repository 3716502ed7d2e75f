package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
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

    /** What is lost by keeping records for less than is usual; empty when nothing is. */
    public List<String> shortRetention() {
        OptionalLong events = shortestMillis(topic -> !Topics.isOfDeadLetters(topic.name()));
        OptionalLong letters = shortestMillis(topic -> Topics.isOfDeadLetters(topic.name()));
        List<String> costs = new ArrayList<>();
        events.ifPresent(millis -> {
            if (millis < Retention.DEFAULT.events().toMillis()) {
                costs.add("events are kept for " + days(millis)
                        + ": replay and verify reach back no further, and what a consumer"
                        + " has not read by then is lost");
            }
        });
        letters.ifPresent(millis -> {
            if (millis < Retention.DEFAULT.deadLetters().toMillis()) {
                costs.add("dead letters are kept for " + days(millis) + ": what nobody has dealt with by then is lost");
            }
            if (millis < events.orElse(millis)) {
                costs.add(
                        "dead letters are kept for less time than events: verify then calls lost what was a dead letter");
            }
        });
        return costs;
    }

    /** How long a record may be kept, whichever topic it is in; empty for ever. */
    public Optional<Duration> longestRetention() {
        return topics.stream().anyMatch(topic -> !topic.isMissing() && topic.retentionMillis() < 0)
                ? Optional.empty()
                : topics.stream()
                        .map(topic -> Duration.ofMillis(topic.retentionMillis()))
                        .max(Comparator.naturalOrder());
    }

    private OptionalLong shortestMillis(Predicate<TopicState> which) {
        return topics.stream()
                .filter(topic -> !topic.isMissing() && which.test(topic))
                // Below 0 is for ever.
                .mapToLong(topic -> topic.retentionMillis() < 0 ? Long.MAX_VALUE : topic.retentionMillis())
                .min();
    }

    private static String days(long millis) {
        long days = Duration.ofMillis(millis).toDays();
        return days + (days == 1 ? " day" : " days");
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
