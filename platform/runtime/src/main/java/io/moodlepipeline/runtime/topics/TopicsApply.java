package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.event.TopicDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing. Topics that exist are left as they are: {@link TopicsCheck} says how they differ. */
public final class TopicsApply {
    private final Admin admin;
    private final Retention retention;

    public TopicsApply(Admin admin) {
        this(admin, Retention.DEFAULT);
    }

    /** @param retention of the topics that are made */
    public TopicsApply(Admin admin, Retention retention) {
        this.admin = admin;
        this.retention = retention;
    }

    /**
     * Makes what is missing, if that can be done without changing what is there. Safe to call again, and by several at once.
     *
     * @param partitions of each topic when none exists yet; otherwise the new ones get as many as the others have
     * @return the names of the topics that were made
     */
    public List<String> apply(int partitions) throws InterruptedException, ExecutionException {
        TopicsReport report = new TopicsCheck(admin, retention).report();
        OptionalInt asked = report.byPartitions().isEmpty() ? OptionalInt.of(partitions) : OptionalInt.empty();
        TopicsPlan plan = TopicsPlan.of(report, asked);
        return plan instanceof TopicsPlan.Make make ? make(make, false) : List.of();
    }

    /**
     * Carries a plan out.
     *
     * @param dryRun whether the brokers only say if they would
     * @return the names of the topics that were made; one that somebody else made meanwhile is not among them
     */
    public List<String> make(TopicsPlan.Make plan, boolean dryRun) throws InterruptedException, ExecutionException {
        List<NewTopic> missing = plan.missing().stream()
                .map(topic -> newTopic(topic, plan.partitions()))
                .toList();
        List<String> made = new ArrayList<>();
        Map<String, KafkaFuture<Void>> creations = admin.createTopics(
                        missing, new CreateTopicsOptions().validateOnly(dryRun))
                .values();
        for (NewTopic topic : missing) {
            try {
                creations.get(topic.name()).get();
                made.add(topic.name());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return made;
    }

    private static NewTopic newTopic(TopicDeclaration topic, int partitions) {
        // The broker's own default of replicas, which its operator chose for the cluster's size.
        return new NewTopic(topic.name(), Optional.of(partitions), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(topic.retention().toMillis()),
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        "-1",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(TopicDeclaration.MAX_RECORD_BYTES)));
    }
}
