package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Counts letters. */
@Command(
        name = "stats",
        description = "Count dead letters by state, code, consumer and age; without --state all of them.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltStatsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final LetterSelection selection = new LetterSelection(EnumSet.allOf(LetterState.class));

    @Mixin
    private final OutputOptions output = new OutputOptions();

    DltStatsCommand(Supplier<Map<String, String>> environment) {
        this.kafka = new KafkaOptions(environment);
    }

    @Override
    public Integer call() {
        Instant now = Instant.now();
        try (TopicReader reader = TopicReader.open(kafka.properties())) {
            LetterCounts counts = new LetterCounts(now);
            new LetterSearch(reader, selection).find(now).forEach(counts::add);
            if (counts.isEmpty()) {
                spec.commandLine().getErr().println("No dead letter matches.");
                return ExitCode.NOTHING_MATCHED;
            }
            output.print(spec.commandLine().getOut(), counts.table());
            return ExitCode.OK;
        }
    }
}
