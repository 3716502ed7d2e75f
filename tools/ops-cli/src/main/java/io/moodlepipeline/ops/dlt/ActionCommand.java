package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.connection.Producers;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.LetterOperations;
import io.moodlepipeline.ops.redrive.LetterRecords;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Notes something about letters that is done by noting it. */
abstract class ActionCommand implements Callable<Integer> {
    private static final int SAMPLE = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final LetterSelection selection = new LetterSelection(EnumSet.of(LetterState.OPEN));

    @Mixin
    private final OperationOptions operation = new OperationOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private final LetterAction action;
    private final boolean needsReason;

    /** @param needsReason whether it cannot be done without saying why */
    ActionCommand(Supplier<Map<String, String>> environment, LetterAction action, boolean needsReason) {
        this.kafka = new KafkaOptions(environment);
        this.action = action;
        this.needsReason = needsReason;
    }

    @Override
    public final Integer call() {
        if (needsReason && !operation.hasReason()) {
            throw new ParameterException(spec.commandLine(), "Say why, with --reason: it is kept with the letters");
        }
        KafkaProperties properties = kafka.properties();
        try (TopicReader reader = TopicReader.open(properties)) {
            List<TrackedLetter> found = new LetterSearch(reader, selection).find(Instant.now());
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("No dead letter matches.");
                return ExitCode.NOTHING_MATCHED;
            }
            if (operation.execute()) {
                execute(reader, properties, found);
            } else {
                preview(found);
            }
            return ExitCode.OK;
        }
    }

    private void preview(List<TrackedLetter> found) {
        PrintWriter out = spec.commandLine().getOut();
        output.print(out, LetterRows.table(found.subList(0, Math.min(SAMPLE, found.size()))));
        if (output.isForPeople()) {
            out.println("\nLetters: " + found.size() + (found.size() > SAMPLE ? ", of which the newest are shown" : "")
                    + ". Nothing was done yet; --execute makes them " + action.wireName() + ".");
        }
    }

    private void execute(TopicReader reader, KafkaProperties properties, List<TrackedLetter> found) {
        List<Letter> letters = found.stream().map(TrackedLetter::letter).toList();
        try (Producer<byte[], byte[]> producer = Producers.open(properties)) {
            LetterOperations operations = new LetterOperations(operation.begin(), producer);
            try {
                // Read for their keys, under which all that is said of one letter stands in one order.
                new LetterRecords(reader)
                        .each(letters, (letter, record) -> operations.note(action, letter, record.key()));
                operations.finish();
            } finally {
                // Of one that broke off, too: what is on record by then was done.
                output.remarks(spec.commandLine().getOut(), spec.commandLine().getErr())
                        .println("Letters " + action.wireName() + ": " + operations.noted(action) + ".");
            }
        }
    }
}
