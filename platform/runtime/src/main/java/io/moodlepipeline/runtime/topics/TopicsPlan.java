package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.TopicDeclaration;
import java.util.List;
import java.util.OptionalInt;

/** What is to be made, or why nothing is: topics that exist are never changed, and new ones must fit to them. */
public sealed interface TopicsPlan {

    /** @param missing empty when every topic exists */
    record Make(List<TopicDeclaration> missing, int partitions) implements TopicsPlan {
        public Make {
            missing = List.copyOf(missing);
        }
    }

    record Refuse(String why) implements TopicsPlan {}

    /** @param asked how many partitions every topic is to have; empty for as many as those that exist, or the default */
    static TopicsPlan of(TopicsReport report, OptionalInt asked) {
        if (!report.hasOnePartitionCount()) {
            return new Refuse("The topics differ in their number of partitions: " + report.byPartitions());
        }
        int existing =
                report.byPartitions().isEmpty() ? 0 : report.byPartitions().firstKey();
        if (existing != 0 && asked.isPresent() && asked.getAsInt() != existing) {
            return new Refuse(
                    "The topics have " + existing + " partitions, and " + asked.getAsInt() + " were asked for");
        }
        int partitions = existing == 0 ? asked.orElse(TopicDeclaration.DEFAULT_PARTITIONS) : existing;
        return new Make(
                report.topics().stream()
                        .filter(TopicState::isMissing)
                        .map(TopicState::declaration)
                        .toList(),
                partitions);
    }
}
