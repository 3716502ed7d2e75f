package io.moodlepipeline.gateway.kafka;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.brokers.KafkaFailures;
import io.moodlepipeline.runtime.service.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the brokers whether they would take a record now: each partition of each topic has a leader and as many replicas in sync as
 * {@code acks=all} needs. One question at a time; its answer holds for a tenth of a second, so that health checks cost the brokers little.
 */
public final class BrokerProbe implements AutoCloseable {
    private static final Duration ANSWER_HOLDS = Duration.ofMillis(100);
    private static final int ANSWER_WITHIN_MILLIS = 2000;
    private static final List<String> TOPICS =
            Topics.ALL.stream().map(TopicDeclaration::name).toList();
    private static final List<ConfigResource> TOPIC_CONFIGS = TOPICS.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .toList();

    private final Admin admin;
    private final LongSupplier nanoTime;
    private CompletableFuture<Health> latest;
    private long askedAt;

    public BrokerProbe(Admin admin, LongSupplier nanoTime) {
        this.admin = admin;
        this.nanoTime = nanoTime;
    }

    /** Completes within about two seconds, never exceptionally. */
    public synchronized CompletableFuture<Health> check() {
        long now = nanoTime.getAsLong();
        if (latest == null || (latest.isDone() && now - askedAt > ANSWER_HOLDS.toNanos())) {
            askedAt = now;
            latest = ask();
        }
        return latest;
    }

    private CompletableFuture<Health> ask() {
        DescribeTopicsResult descriptions =
                admin.describeTopics(TOPICS, new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MILLIS));
        DescribeConfigsResult configs =
                admin.describeConfigs(TOPIC_CONFIGS, new DescribeConfigsOptions().timeoutMs(ANSWER_WITHIN_MILLIS));
        // Kafka's own futures refuse to be completed by others, so the time limit needs one of ours.
        CompletableFuture<Health> answer = new CompletableFuture<>();
        descriptions
                .allTopicNames()
                .toCompletionStage()
                .thenCombine(configs.all().toCompletionStage(), BrokerProbe::judge)
                .whenComplete((health, failure) ->
                        answer.complete(failure == null ? health : silent(failure, descriptions.topicNameValues())));
        return answer.completeOnTimeout(
                Health.waiting("Kafka does not answer"), ANSWER_WITHIN_MILLIS + 500L, TimeUnit.MILLISECONDS);
    }

    private static Health judge(Map<String, TopicDescription> topics, Map<ConfigResource, Config> configs) {
        return TOPICS.stream()
                .flatMap(topic -> unwritable(topics.get(topic), configs))
                .findFirst()
                .map(Health::waiting)
                .orElseGet(Health::inGoodOrder);
    }

    private static Stream<String> unwritable(TopicDescription topic, Map<ConfigResource, Config> configs) {
        Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
        int needed = Integer.parseInt(
                config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
        return topic.partitions().stream()
                .filter(partition -> !takesRecords(partition, needed))
                .map(partition -> topic.name() + "-" + partition.partition() + " takes no records");
    }

    private static boolean takesRecords(TopicPartitionInfo partition, int replicasNeeded) {
        boolean hasLeader = partition.leader() != null && !partition.leader().isEmpty();
        int needed = Math.min(replicasNeeded, partition.replicas().size());
        return hasLeader && partition.isr().size() >= needed;
    }

    private static Health silent(Throwable failure, Map<String, KafkaFuture<TopicDescription>> descriptions) {
        return TOPICS.stream()
                .filter(topic -> isMissing(descriptions.get(topic)))
                .findFirst()
                .map(topic -> Health.waiting("topic " + topic + " is missing: create it"))
                .orElseGet(() -> {
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    return Health.waiting(KafkaFailures.words(cause)
                            .orElse("Kafka does not take records ("
                                    + cause.getClass().getSimpleName() + ")"));
                });
    }

    private static boolean isMissing(KafkaFuture<TopicDescription> description) {
        try {
            description.getNow(null);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
