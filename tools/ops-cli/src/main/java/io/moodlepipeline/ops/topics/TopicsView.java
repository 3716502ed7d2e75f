package io.moodlepipeline.ops.topics;

import io.moodlepipeline.ops.connection.StockTool;
import io.moodlepipeline.runtime.topics.RetentionSettings;
import io.moodlepipeline.runtime.topics.TopicDifference;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/** What a report says of each topic in words, and the command that mends it. */
public final class TopicsView {
    /** What has to be done where counts differ. It is no single command: events would change their partition. */
    public static final String TOGETHER =
            "Partition counts change for all topics together or not at all, since a person's events must stay in order:"
                    + " see the runbook, \"Change the partition count\"";

    private final TopicsReport report;
    private final StockTool stockTool;
    private final RetentionSettings retention;

    public TopicsView(TopicsReport report, StockTool stockTool, RetentionSettings retention) {
        this.report = report;
        this.stockTool = stockTool;
        this.retention = retention;
    }

    /** Whether everything works as declared; keeping longer than somebody chose is no obstacle to that. */
    public boolean isInOrder() {
        return report.problems().isEmpty();
    }

    /** Whether a topic keeps its records for longer than somebody chose. */
    public boolean keepsLonger() {
        return report.topics().stream().anyMatch(retention::isExceededBy);
    }

    /** {@code fine}, {@code missing}, {@code differs} or {@code keeps longer}. */
    String state(TopicState topic) {
        if (topic.isMissing()) {
            return "missing";
        }
        if (!topic.isAsDeclared() || !report.hasOnePartitionCount()) {
            return "differs";
        }
        return retention.isExceededBy(topic) ? "keeps longer" : "fine";
    }

    /** Null where all is well. */
    public String difference(TopicState topic) {
        List<String> differences = new ArrayList<>(
                topic.differences().stream().map(TopicDifference::toString).toList());
        longer(topic).map(TopicDifference::toString).ifPresent(differences::add);
        if (!topic.isMissing() && !report.hasOnePartitionCount()) {
            differences.add(topic.partitions() + " partitions, others differ");
        }
        return differences.isEmpty() ? null : String.join("; ", differences);
    }

    /** The command that mends this topic; null where none does or none is needed. */
    public String remedy(TopicState topic) {
        List<TopicDifference> differences = Stream.concat(topic.differences().stream(), longer(topic).stream())
                .toList();
        if (differences.isEmpty()) {
            return null;
        }
        return stockTool.setTopicProperties(
                topic.name(),
                differences.stream()
                        .map(difference -> difference.property() + "=" + difference.needed())
                        .toList());
    }

    /** The command for it deletes what is older, which is for a person to decide. */
    private Optional<TopicDifference> longer(TopicState topic) {
        return retention.isExceededBy(topic)
                ? Optional.of(new TopicDifference(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(topic.retentionMillis()),
                        Long.toString(topic.declaration().retention().toMillis()),
                        false))
                : Optional.empty();
    }

    /** All that a person can do, a line each. */
    public List<String> remedies() {
        List<String> remedies = report.topics().stream()
                .map(this::remedy)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(ArrayList::new));
        if (!report.hasOnePartitionCount()) {
            remedies.add(TOGETHER);
        }
        return remedies;
    }
}
