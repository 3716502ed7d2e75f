package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the cluster's topics with their declaration. */
public final class TopicsCheck {
    /** Long enough for a broker that answers, short enough to say soon that none does. */
    private static final int ANSWER_WITHIN_MILLIS = 5000;

    private final Admin admin;

    public TopicsCheck(Admin admin) {
        this.admin = admin;
    }

    /**
     * Says what stands in the way of the pipeline's guarantees, a line per topic with its remedy; empty when all is well. More than
     * was declared (a longer retention, larger records) is fine.
     */
    public List<String> problems() throws InterruptedException, ExecutionException {
        Map<String, TopicDescription> descriptions = describe();
        List<String> problems = new ArrayList<>();
        for (TopicDeclaration topic : Topics.ALL) {
            if (!descriptions.containsKey(topic.name())) {
                problems.add("topic " + topic.name() + " is missing: create it");
            }
        }
        if (!problems.isEmpty()) {
            return problems;
        }
        problems.addAll(unequalPartitions(descriptions));
        Map<ConfigResource, Config> configs = admin.describeConfigs(
                        Topics.ALL.stream().map(TopicsCheck::resource).toList())
                .all()
                .get();
        Topics.ALL.forEach(topic -> problems.addAll(differences(topic, configs.get(resource(topic)))));
        return problems;
    }

    private Map<String, TopicDescription> describe() throws InterruptedException, ExecutionException {
        Map<String, TopicDescription> descriptions = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : admin.describeTopics(
                        Topics.ALL.stream().map(TopicDeclaration::name).toList(),
                        new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
                .topicNameValues()
                .entrySet()) {
            try {
                descriptions.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return descriptions;
    }

    /** A person's events stay on one partition number through every topic, so the counts change together or not at all. */
    private static List<String> unequalPartitions(Map<String, TopicDescription> descriptions) {
        TreeSet<String> counts = new TreeSet<>();
        descriptions.forEach(
                (name, description) -> counts.add(description.partitions().size() + " (" + name + ")"));
        long different = descriptions.values().stream()
                .map(description -> description.partitions().size())
                .distinct()
                .count();
        return different == 1 ? List.of() : List.of("topics differ in their number of partitions: " + counts);
    }

    private static List<String> differences(TopicDeclaration topic, Config config) {
        return Stream.of(
                        differs(
                                topic,
                                config,
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.CLEANUP_POLICY_DELETE.equals(
                                        value(config, TopicConfig.CLEANUP_POLICY_CONFIG))),
                        atLeast(
                                topic,
                                config,
                                TopicConfig.RETENTION_MS_CONFIG,
                                topic.retention().toMillis()),
                        atLeast(topic, config, TopicConfig.RETENTION_BYTES_CONFIG, Long.MAX_VALUE),
                        atLeast(topic, config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicDeclaration.MAX_RECORD_BYTES))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> atLeast(TopicDeclaration topic, Config config, String name, long needed) {
        long actual = Long.parseLong(value(config, name));
        boolean unlimited = actual < 0;
        String wanted = needed == Long.MAX_VALUE ? "-1" : "at least " + needed;
        return differs(topic, config, name, wanted, unlimited || actual >= needed);
    }

    private static List<String> differs(
            TopicDeclaration topic, Config config, String name, String wanted, boolean good) {
        return good
                ? List.of()
                : List.of(
                        "topic " + topic.name() + " has " + name + "=" + value(config, name) + ": set it to " + wanted);
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }

    private static ConfigResource resource(TopicDeclaration topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
