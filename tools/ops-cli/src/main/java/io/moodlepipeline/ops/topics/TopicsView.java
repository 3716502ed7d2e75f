package io.moodlepipeline.ops.topics;

import io.moodlepipeline.ops.connection.StockTool;
import io.moodlepipeline.runtime.topics.TopicDifference;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a report says of each topic in words, and the command that mends it. */
public final class TopicsView {
    /** What has to be done where counts differ. It is no single command: events would change their partition. */
    public static final String TOGETHER =
            "Partition counts change for all topics together or not at all, since a person's events must stay in order:"
                    + " see the runbook, \"Change the partition count\"";

    private final TopicsReport report;
    private final StockTool stockTool;

    public TopicsView(TopicsReport report, StockTool stockTool) {
        this.report = report;
        this.stockTool = stockTool;
    }

    public boolean isInOrder() {
        return report.problems().isEmpty();
    }

    /** {@code fine}, {@code missing} or {@code differs}. */
    String state(TopicState topic) {
        if (topic.isMissing()) {
            return "missing";
        }
        return topic.isAsDeclared() && report.hasOnePartitionCount() ? "fine" : "differs";
    }

    /** Null where all is well. */
    public String difference(TopicState topic) {
        List<String> differences = new ArrayList<>(
                topic.differences().stream().map(TopicDifference::toString).toList());
        if (!topic.isMissing() && !report.hasOnePartitionCount()) {
            differences.add(topic.partitions() + " partitions, others differ");
        }
        return differences.isEmpty() ? null : String.join("; ", differences);
    }

    /** The command that mends this topic; null where none does or none is needed. */
    public String remedy(TopicState topic) {
        if (topic.differences().isEmpty()) {
            return null;
        }
        return stockTool.setTopicProperties(
                topic.name(),
                topic.differences().stream()
                        .map(difference -> difference.property() + "=" + difference.needed())
                        .toList());
    }

    /** All that a person can do, a line each. */
    public List<String> remedies() {
        List<String> remedies = report.topics().stream()
                .filter(topic -> !topic.differences().isEmpty())
                .map(this::remedy)
                .collect(Collectors.toCollection(ArrayList::new));
        if (!report.hasOnePartitionCount()) {
            remedies.add(TOGETHER);
        }
        return remedies;
    }
}
