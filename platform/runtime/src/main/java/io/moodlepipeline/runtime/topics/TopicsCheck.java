package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final long UNLIMITED = -1;

    private final Admin admin;
    private final List<TopicDeclaration> declared;

    /** @param retention that the topics are to have at least */
    public TopicsCheck(Admin admin, Retention retention) {
        this.admin = admin;
        this.declared = Topics.keeping(retention);
    }

    public TopicsReport report() throws InterruptedException, ExecutionException {
        Map<String, TopicDescription> descriptions = describe();
        Map<String, Config> configs = configs(descriptions.keySet());
        return new TopicsReport(declared.stream()
                .map(topic -> configs.containsKey(topic.name())
                        ? state(topic, descriptions.get(topic.name()), configs.get(topic.name()))
                        : TopicState.missing(topic))
                .toList());
    }

    private Map<String, TopicDescription> describe() throws InterruptedException, ExecutionException {
        return existing(admin.describeTopics(
                        declared.stream().map(TopicDeclaration::name).toList(),
                        new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
                .topicNameValues());
    }

    private Map<String, Config> configs(Collection<String> topics) throws InterruptedException, ExecutionException {
        Map<ConfigResource, Config> answers = existing(admin.describeConfigs(topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .values());
        Map<String, Config> configs = new HashMap<>();
        answers.forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    /** The answers without those for topics that do not exist, or no longer. */
    private static <K, V> Map<K, V> existing(Map<K, KafkaFuture<V>> answers)
            throws InterruptedException, ExecutionException {
        Map<K, V> existing = new HashMap<>();
        for (Map.Entry<K, KafkaFuture<V>> answer : answers.entrySet()) {
            try {
                existing.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return existing;
    }

    private static TopicState state(TopicDeclaration topic, TopicDescription description, Config config) {
        int replicas = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        return new TopicState(
                topic,
                description.partitions().size(),
                replicas,
                number(config, TopicConfig.RETENTION_MS_CONFIG),
                differences(topic, config));
    }

    private static List<TopicDifference> differences(TopicDeclaration topic, Config config) {
        return Stream.of(
                        deletes(config),
                        atLeast(
                                config,
                                TopicConfig.RETENTION_MS_CONFIG,
                                topic.retention().toMillis()),
                        unlimited(config, TopicConfig.RETENTION_BYTES_CONFIG),
                        atLeast(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicDeclaration.MAX_RECORD_BYTES))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<TopicDifference> deletes(Config config) {
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        return TopicConfig.CLEANUP_POLICY_DELETE.equals(policy)
                ? Optional.empty()
                : Optional.of(new TopicDifference(
                        TopicConfig.CLEANUP_POLICY_CONFIG, policy, TopicConfig.CLEANUP_POLICY_DELETE, false));
    }

    private static Optional<TopicDifference> unlimited(Config config, String name) {
        return number(config, name) < 0
                ? Optional.empty()
                : Optional.of(new TopicDifference(name, value(config, name), Long.toString(UNLIMITED), false));
    }

    private static Optional<TopicDifference> atLeast(Config config, String name, long needed) {
        long actual = number(config, name);
        return actual < 0 || actual >= needed
                ? Optional.empty()
                : Optional.of(new TopicDifference(name, value(config, name), Long.toString(needed), true));
    }

    private static long number(Config config, String name) {
        return Long.parseLong(value(config, name));
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }
}
