package io.moodlepipeline.ops.lag;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.time.DurationConverter;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows for each group and partition how many events wait. */
@Command(
        name = "lag",
        description = "Show how many events wait for each consumer, since when, and how long it will take.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "oldest: how long ago the event that waits longest was accepted. drained in: if events come and go as they did"
                    + " during --sample; a dash where what waits is not getting less."
        })
public final class LagCommand implements Callable<Integer> {
    private final Clock clock = Clock.systemUTC();

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private OutputOptions output;

    @Option(names = "--group", paramLabel = "GROUP", description = "Only this group; repeatable.")
    private final Set<String> groups = new LinkedHashSet<>();

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only this topic; repeatable.")
    private final Set<String> topics = new LinkedHashSet<>();

    @Option(names = "--totals", description = "Only the sum for each group.")
    private boolean totals;

    @Option(
            names = "--sample",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "How long to watch before estimating (default: ${DEFAULT-VALUE}; 0s: no estimate).")
    private Duration sample;

    public LagCommand(Supplier<Map<String, String>> environment) {
        this.kafka = new KafkaOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Brokers brokers = Brokers.connect(kafka.properties());
                TopicReader reader = TopicReader.open(kafka.properties())) {
            LagReader lags = new LagReader(brokers.admin(), reader);
            List<GroupLag> before = lags.read(any(groups), any(topics));
            if (before.isEmpty()) {
                spec.commandLine().getErr().println("No group or topic fits");
                return ExitCode.NOTHING_MATCHED;
            }
            long begin = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(sample.toNanos());
            List<GroupLag> now = lags.withAges(lags.read(any(groups), any(topics)));
            Duration between = sample.isZero() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begin);
            print(new LagTables(before, now, between, clock.instant()));
            return ExitCode.OK;
        }
    }

    private static Predicate<String> any(Set<String> chosen) {
        return name -> chosen.isEmpty() || chosen.contains(name);
    }

    private void print(LagTables tables) {
        PrintWriter out = spec.commandLine().getOut();
        boolean forPeople = output.isForPeople();
        if (!totals) {
            output.print(out, tables.partitions(forPeople));
        }
        if (forPeople && !totals) {
            out.println();
        }
        if (forPeople || totals) {
            output.print(out, tables.totals(forPeople));
        }
    }
}
