package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.topics.TopicsView;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Whether every topic is as declared, and held by as many brokers as it should be. */
public final class TopicFacts {
    private final Deployment deployment;

    public TopicFacts(Deployment deployment) {
        this.deployment = deployment;
    }

    public List<Fact> of(TopicsReport report, TopicsView view, Collection<TopicDescription> descriptions) {
        List<Fact> facts = new ArrayList<>();
        String missing = report.topics().stream()
                .filter(TopicState::isMissing)
                .map(TopicState::name)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            facts.add(Fact.problem(Area.TOPICS, "topics", "missing: " + missing, deployment.verb("topics apply")));
        }
        report.topics().stream()
                .filter(topic -> view.remedy(topic) != null)
                .map(topic -> Fact.problem(Area.TOPICS, topic.name(), view.difference(topic), view.remedy(topic)))
                .forEach(facts::add);
        if (!report.hasOnePartitionCount()) {
            facts.add(Fact.problem(
                    Area.TOPICS,
                    "topics",
                    "differ in their number of partitions: " + report.byPartitions(),
                    TopicsView.TOGETHER));
        }
        facts.addAll(copies(descriptions));
        if (facts.isEmpty()) {
            facts.add(Fact.good(
                    Area.TOPICS,
                    "topics",
                    "all " + report.topics().size() + " as declared, "
                            + report.byPartitions().firstKey() + " partitions each"));
        }
        report.shortRetention().forEach(cost -> facts.add(Fact.good(Area.TOPICS, "retention", cost)));
        return facts;
    }

    private List<Fact> copies(Collection<TopicDescription> descriptions) {
        List<TopicPartitionInfo> partitions = descriptions.stream()
                .flatMap(topic -> topic.partitions().stream())
                .toList();
        long leaderless = partitions.stream()
                .filter(partition ->
                        partition.leader() == null || partition.leader().isEmpty())
                .count();
        long behind = partitions.stream()
                .filter(partition ->
                        partition.isr().size() < partition.replicas().size())
                .count();
        List<Fact> facts = new ArrayList<>();
        if (leaderless > 0) {
            facts.add(Fact.problem(
                    Area.TOPICS,
                    "partitions",
                    leaderless + " of " + partitions.size() + " cannot be read or written: their brokers are down",
                    deployment.start("kafka")));
        } else if (behind > 0) {
            facts.add(Fact.problem(
                    Area.TOPICS,
                    "partitions",
                    behind + " of " + partitions.size() + " lack a copy: a broker is down or behind",
                    deployment.start("kafka")));
        }
        return facts;
    }
}
