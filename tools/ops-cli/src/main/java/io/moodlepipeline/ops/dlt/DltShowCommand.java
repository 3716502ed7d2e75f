package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.LetterRecords;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one letter whole. */
@Command(
        name = "show",
        description = "Show one dead letter: why, who can mend it and how, its history, headers and body.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltShowCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 10;

    private final Supplier<Map<String, String>> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final LetterSelection selection = new LetterSelection(EnumSet.allOf(LetterState.class));

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--reveal", description = "Show names, mail addresses, feedback and all else that is masked.")
    private boolean reveal;

    DltShowCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
    }

    @Parameters(
            paramLabel = "LETTER",
            arity = "0..1",
            converter = PositionConverter.class,
            description = "Its partition and offset, as the list shows it; or choose it by the options.")
    void setLetter(LetterPosition letter) {
        selection.add(letter);
    }

    @Override
    public Integer call() {
        try (TopicReader reader = TopicReader.open(kafka.properties())) {
            List<AuditRecord> audits = new ArrayList<>();
            List<TrackedLetter> found = new LetterSearch(reader, selection).find(Instant.now(), audits::add);
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("No dead letter matches.");
                return ExitCode.NOTHING_MATCHED;
            }
            if (found.size() > 1) {
                spec.commandLine().getErr().println(found.size() + " letters match; say which one: " + names(found));
                return ExitCode.USAGE;
            }
            show(reader, found.get(0), audits);
            return ExitCode.OK;
        }
    }

    private void show(TopicReader reader, TrackedLetter letter, List<AuditRecord> audits) {
        List<AuditRecord> history = audits.stream()
                .filter(audit -> audit.identity().covers(letter.letter().identity()))
                .toList();
        LetterView view = new LetterView(letter, record(reader, letter), history, reveal);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isForPeople()) {
            view.print(out);
            new NextCommands(Deployment.of(spec, environment.get())).print(out, letter);
        } else {
            output.print(out, view.table());
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicReader reader, TrackedLetter letter) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new LetterRecords(reader).each(List.of(letter.letter()), (same, record) -> records.add(record));
        return records.stream()
                .findFirst()
                .orElseThrow(() -> new OpsException(
                        "The letter was there a moment ago and is not any more: retention has deleted it"));
    }

    private static String names(List<TrackedLetter> letters) {
        String named = letters.stream()
                .limit(MOST_NAMED)
                .map(tracked -> tracked.letter().position().toString())
                .collect(Collectors.joining(", "));
        return letters.size() > MOST_NAMED ? named + ", …" : named;
    }
}
