package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.connection.Producers;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.LetterOperations;
import io.moodlepipeline.ops.redrive.LetterRecords;
import io.moodlepipeline.ops.redrive.Operation;
import io.moodlepipeline.ops.redrive.Originals;
import io.moodlepipeline.ops.redrive.RedrivePlanner;
import io.moodlepipeline.ops.redrive.Redriver;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Producer;

/** Sends letters again and says what came of it. */
final class RedriveExecution {
    private final Operation operation;
    private final OutputOptions output;
    private final PrintWriter out;
    private final int rate;

    RedriveExecution(Operation operation, OutputOptions output, PrintWriter out, int rate) {
        this.operation = operation;
        this.output = output;
        this.out = out;
        this.rate = rate;
    }

    /** @return the exit code: failed when not all could be sent */
    int run(TopicReader reader, KafkaProperties kafka, List<Letter> letters) {
        Map<String, Integer> obstacles = new TreeMap<>();
        try (Producer<byte[], byte[]> producer = Producers.open(kafka);
                Originals originals = new Originals(kafka)) {
            LetterOperations operations = new LetterOperations(operation, producer);
            try {
                new Redriver(new LetterRecords(reader), new RedrivePlanner(originals, operation.id()), operations, rate)
                        .redrive(
                                letters,
                                (letter, record, obstacle) -> obstacles.merge(obstacle.summary(), 1, Integer::sum));
            } finally {
                if (operations.tooLarge() > 0) {
                    obstacles.put("is larger than its topic allows", operations.tooLarge());
                }
                // Of one that broke off, too: what is on record by then was done.
                print(operations, obstacles);
            }
        }
        return obstacles.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(LetterOperations operations, Map<String, Integer> obstacles) {
        Table table = Table.of("outcome", "letters");
        table.row("sent back to its consumer", operations.noted(LetterAction.REDRIVEN));
        table.row("valid now, published for all", operations.noted(LetterAction.RESOLVED));
        obstacles.forEach((why, count) -> table.row(why + ", left as it was", count));
        output.print(out, table);
        if (output.isForPeople()) {
            out.println("\nThis was operation " + operation.id() + ".");
        }
    }
}
