package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.Redriver;
import io.moodlepipeline.ops.redriver.RedriverApplication;
import io.moodlepipeline.ops.redriver.RedriverSettings;
import io.moodlepipeline.ops.time.DurationConverter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends letters again. */
@Command(
        name = "redrive",
        description = "Send dead letters again, each to the consumer that failed on it; without --state the open ones."
                + " What the gateway refused is checked again and, if it is valid now, published.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RedriveCommand implements Callable<Integer> {
    /** As for the setting that it stands for: without a pause between rounds it would only load the brokers. */
    private static final Duration SHORTEST_ROUND = Duration.ofSeconds(1);

    private static final Duration LONGEST_ROUND = Duration.ofDays(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final DatabaseOptions database;

    @Mixin
    private final LetterSelection selection = new LetterSelection(EnumSet.of(LetterState.OPEN));

    @Mixin
    private final OperationOptions operation = new OperationOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--rate",
            paramLabel = "COUNT",
            defaultValue = "" + Redriver.DEFAULT_RATE,
            description = "Send at most this many per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "After --execute, wait up to so long for the consumers to report, such as 30s.")
    private Duration wait;

    @Option(
            names = "--watch",
            description =
                    "Stay, and send again what may pass by itself, as the service redriver does; with the settings of"
                            + " its README.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "With --watch: how often, such as 5m (default: REDRIVER_INTERVAL).")
    private Duration every;

    private final Supplier<Map<String, String>> environment;

    private RedriveCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
        this.database = new DatabaseOptions(environment);
    }

    public static CommandLine commandLine(Supplier<Map<String, String>> environment) {
        return new CommandLine(new RedriveCommand(environment));
    }

    @Override
    public Integer call() {
        return watch ? watch() : redrive();
    }

    private int watch() {
        if (every != null && (every.compareTo(SHORTEST_ROUND) < 0 || every.compareTo(LONGEST_ROUND) > 0)) {
            throw new ParameterException(spec.commandLine(), "--every must be from 1 s to 1 d");
        }
        // Before the first logger is made, which reads it: from here on this is a service and logs as one.
        System.clearProperty("logback.configurationFile");
        RedriverApplication.main(() -> RedriverSettings.from(environment.get()).with(kafka.properties(), every));
        return ExitCode.OK;
    }

    private int redrive() {
        if (rate < 1) {
            throw new ParameterException(spec.commandLine(), "--rate must be 1 or more");
        }
        KafkaProperties properties = kafka.properties();
        try (TopicReader reader = TopicReader.open(properties)) {
            LetterSearch search = new LetterSearch(reader, selection);
            List<Letter> letters = search.find(Instant.now()).stream()
                    .map(TrackedLetter::letter)
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            if (letters.isEmpty()) {
                spec.commandLine().getErr().println("No dead letter matches.");
                return ExitCode.NOTHING_MATCHED;
            }
            if (!operation.execute()) {
                new RedriveDryRun(database, output, out, rate).show(reader, properties, letters);
                return ExitCode.OK;
            }
            int sent = new RedriveExecution(operation.begin(), output, out, rate).run(reader, properties, letters);
            if (wait == null) {
                return sent;
            }
            int resolved = new RedriveWait(
                            search, output.remarks(out, spec.commandLine().getErr()))
                    .await(letters, wait);
            return Math.max(sent, resolved);
        }
    }
}
