package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists letters. */
@Command(
        name = "list",
        description = "List dead letters, the newest first; without --state the open and the parked ones.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltListCommand implements Callable<Integer> {
    private final Supplier<Map<String, String>> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final LetterSelection selection = new LetterSelection(EnumSet.of(LetterState.OPEN, LetterState.PARKED));

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "50",
            description = "List no more than this (default: ${DEFAULT-VALUE}).")
    private int limit;

    DltListCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
    }

    @Override
    public Integer call() {
        try (TopicReader reader = TopicReader.open(kafka.properties())) {
            List<TrackedLetter> found = new LetterSearch(reader, selection).find(Instant.now());
            List<TrackedLetter> shown = found.subList(0, Math.min(Math.max(0, limit), found.size()));
            PrintWriter out = spec.commandLine().getOut();
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("No dead letter matches.");
                return ExitCode.NOTHING_MATCHED;
            }
            output.print(out, LetterRows.table(shown));
            if (output.isForPeople()) {
                out.println("\n" + count(shown.size(), found.size()) + " Why, and what to do: "
                        + Deployment.of(spec, environment.get())
                                .verb("dlt show " + found.get(0).letter().position()));
            }
            return ExitCode.OK;
        }
    }

    private static String count(int shown, int found) {
        return shown == found
                ? "Letters: " + found + "."
                : "Letters: " + found + ", of which the newest " + shown + " are listed (--limit).";
    }
}
