package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.TopicDeclaration;
import java.util.List;

/**
 * A declared topic as the cluster has it.
 *
 * @param partitions 0 when there is no such topic
 * @param replicas of each partition, the fewest
 * @param retentionMillis how long records are kept; below 0 for ever
 */
public record TopicState(
        TopicDeclaration declaration,
        int partitions,
        int replicas,
        long retentionMillis,
        List<TopicDifference> differences) {

    public TopicState {
        differences = List.copyOf(differences);
    }

    static TopicState missing(TopicDeclaration declaration) {
        return new TopicState(declaration, 0, 0, 0, List.of());
    }

    public String name() {
        return declaration.name();
    }

    public boolean isMissing() {
        return partitions == 0;
    }

    public boolean isAsDeclared() {
        return !isMissing() && differences.isEmpty();
    }
}
