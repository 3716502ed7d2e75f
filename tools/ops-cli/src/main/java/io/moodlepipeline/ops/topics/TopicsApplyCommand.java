package io.moodlepipeline.ops.topics;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.runtime.topics.TopicsCheck;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the topics that are missing. */
@Command(
        name = "apply",
        description = "Make the topics that are missing; say what differs; never delete or change one.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TopicsApplyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Option(
            names = "--partitions",
            paramLabel = "COUNT",
            defaultValue = "" + TopicDeclaration.DEFAULT_PARTITIONS,
            description = "Partitions of each topic that is made (default: ${DEFAULT-VALUE}).")
    private int partitions;

    TopicsApplyCommand(Supplier<Map<String, String>> environment) {
        this.kafka = new KafkaOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Brokers brokers = Brokers.connect(kafka.properties())) {
            new TopicsApply(brokers.admin()).apply(partitions).forEach(name -> out.println("made " + name));
            List<String> problems = new TopicsCheck(brokers.admin()).problems();
            problems.forEach(out::println);
            return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        } catch (ExecutionException e) {
            throw Brokers.explained(e.getCause());
        }
    }
}
