package io.moodlepipeline.ops.topics;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.runtime.topics.TopicsCheck;
import io.moodlepipeline.runtime.topics.TopicsPlan;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.io.PrintWriter;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the topics that are missing. */
@Command(
        name = "apply",
        description = "Make the topics that are missing; say what differs; never delete or change one.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TopicsApplyCommand implements Callable<Integer> {
    /** More instances than partitions cannot share the work; nobody runs a thousand. */
    private static final int MAX_PARTITIONS = 1000;

    private static final int SEEN_WITHIN_SECONDS = 10;
    private static final int PAUSE_MILLIS = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--partitions",
            paramLabel = "COUNT",
            description = "Partitions of each topic, 1 to " + MAX_PARTITIONS
                    + " (default: as many as those that exist, else " + TopicDeclaration.DEFAULT_PARTITIONS + ").")
    private Integer partitions;

    @Option(names = "--dry-run", description = "Make nothing; say what would be made.")
    private boolean dryRun;

    TopicsApplyCommand(Supplier<Map<String, String>> environment) {
        this.kafka = new KafkaOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (partitions != null && (partitions < 1 || partitions > MAX_PARTITIONS)) {
            throw new ParameterException(
                    spec.commandLine(), "--partitions must be a whole number from 1 to " + MAX_PARTITIONS);
        }
        try (Brokers brokers = Brokers.connect(kafka.properties())) {
            Retention retention = kafka.retention().retention();
            return apply(new TopicsApply(brokers.admin(), retention), new TopicsCheck(brokers.admin(), retention));
        } catch (ExecutionException e) {
            throw Brokers.explained(e.getCause());
        }
    }

    private int apply(TopicsApply apply, TopicsCheck check) throws InterruptedException, ExecutionException {
        OptionalInt asked = partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions);
        TopicsPlan plan = TopicsPlan.of(check.report(), asked);
        if (plan instanceof TopicsPlan.Refuse refuse) {
            throw new OpsException(refuse.why() + ". Nothing was made. " + TopicsView.TOGETHER);
        }
        TopicsPlan.Make make = (TopicsPlan.Make) plan;
        Set<String> made = Set.copyOf(apply.make(make, dryRun));
        TopicsReport report = dryRun ? check.report() : reportWith(check, made);
        return print(report, made, make.partitions());
    }

    /** A broker may hear of a new topic a moment after the controller made it. */
    private static TopicsReport reportWith(TopicsCheck check, Set<String> made)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SEEN_WITHIN_SECONDS);
        TopicsReport report = check.report();
        while (System.nanoTime() < deadline
                && report.topics().stream().anyMatch(topic -> topic.isMissing() && made.contains(topic.name()))) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            report = check.report();
        }
        return report;
    }

    private int print(TopicsReport report, Set<String> made, int partitionsOfNew) {
        TopicsView view = new TopicsView(report, kafka.stockTool(), kafka.retention());
        boolean forPeople = output.isForPeople();
        Table table = forPeople
                ? Table.of("topic", "partitions", "state", "difference")
                : Table.of("topic", "partitions", "state", "difference", "remedy");
        for (TopicState topic : report.topics()) {
            boolean isNew = made.contains(topic.name());
            String state = isNew ? (dryRun ? "would be made" : "made") : view.state(topic);
            int count = topic.isMissing() ? partitionsOfNew : topic.partitions();
            if (forPeople) {
                table.row(topic.name(), count, state, view.difference(topic));
            } else {
                table.row(topic.name(), count, state, view.difference(topic), view.remedy(topic));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        output.print(out, table);
        if (forPeople) {
            Remedies.print(out, view.remedies());
        }
        boolean inOrder = dryRun ? made.isEmpty() && view.isInOrder() : view.isInOrder();
        return inOrder ? ExitCode.OK : ExitCode.FAILED;
    }
}
