package io.moodlepipeline.ops.topics;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsCheck;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the topics, and how they compare with their declaration. */
@Command(
        name = "list",
        description = "Show the topics, what they hold and whether they are as declared.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TopicsListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private OutputOptions output;

    TopicsListCommand(Supplier<Map<String, String>> environment) {
        this.kafka = new KafkaOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Brokers brokers = Brokers.connect(kafka.properties())) {
            TopicsReport report =
                    new TopicsCheck(brokers.admin(), kafka.retention().retention()).report();
            TopicsView view = new TopicsView(report, kafka.stockTool(), kafka.retention());
            Table table = table(report, view, TopicContents.read(brokers.admin(), report));
            PrintWriter out = spec.commandLine().getOut();
            output.print(out, table);
            if (output.isForPeople()) {
                Remedies.print(out, view.remedies());
            }
            return view.isInOrder() && !view.keepsLonger() ? ExitCode.OK : ExitCode.FAILED;
        } catch (ExecutionException e) {
            throw Brokers.explained(e.getCause());
        }
    }

    private static Table table(TopicsReport report, TopicsView view, Map<String, TopicContents> contents) {
        Table table = Table.of(
                "topic", "partitions", "replicas", "retention_days", "records", "bytes", "state", "difference");
        for (TopicState topic : report.topics()) {
            if (topic.isMissing()) {
                table.row(topic.name(), null, null, null, null, null, view.state(topic), null);
                continue;
            }
            TopicContents held = contents.get(topic.name());
            table.row(
                    topic.name(),
                    topic.partitions(),
                    topic.replicas(),
                    topic.retentionMillis() < 0
                            ? null
                            : Duration.ofMillis(topic.retentionMillis()).toDays(),
                    held.records(),
                    held.bytes().isPresent() ? held.bytes().getAsLong() : null,
                    view.state(topic),
                    view.difference(topic));
        }
        return table;
    }
}
