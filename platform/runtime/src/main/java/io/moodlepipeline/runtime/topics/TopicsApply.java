package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing. Topics that exist are left as they are: {@link TopicsCheck} says how they differ. */
public final class TopicsApply {
    private final Admin admin;

    public TopicsApply(Admin admin) {
        this.admin = admin;
    }

    /**
     * Safe to call again, and by several at once.
     *
     * @param partitions of each topic that is made
     * @return the names of the topics that were made
     */
    public List<String> apply(int partitions) throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = Topics.ALL.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> newTopic(topic, partitions))
                .toList();
        for (Map.Entry<String, org.apache.kafka.common.KafkaFuture<Void>> creation :
                admin.createTopics(missing).values().entrySet()) {
            try {
                creation.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return missing.stream().map(NewTopic::name).toList();
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
