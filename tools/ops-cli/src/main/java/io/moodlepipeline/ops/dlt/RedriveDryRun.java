package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.LetterRecords;
import io.moodlepipeline.ops.redrive.Originals;
import io.moodlepipeline.ops.redrive.RedrivePlanner;
import io.moodlepipeline.ops.redrive.SupersededCheck;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Says what a redrive would do, and does nothing. */
final class RedriveDryRun {
    private final DatabaseOptions database;
    private final OutputOptions output;
    private final PrintWriter out;
    private final int rate;

    RedriveDryRun(DatabaseOptions database, OutputOptions output, PrintWriter out, int rate) {
        this.database = database;
        this.output = output;
        this.out = out;
        this.rate = rate;
    }

    void show(TopicReader reader, KafkaProperties kafka, List<Letter> letters) {
        if (!database.isGiven()) {
            print(
                    preview(reader, kafka, letters, record -> false),
                    "Not checked against the tables: no database was named (--database-url).");
            return;
        }
        try (Connection connection = database.connect()) {
            SupersededCheck check = new SupersededCheck(connection);
            RedrivePreview preview = preview(reader, kafka, letters, check::isSuperseded);
            print(
                    preview,
                    "Superseded already: " + preview.superseded() + " (the tables have the same event or a newer one;"
                            + " sending those again changes no row).");
        } catch (SQLException e) {
            throw DatabaseOptions.explained(e);
        }
    }

    private static RedrivePreview preview(
            TopicReader reader,
            KafkaProperties kafka,
            List<Letter> letters,
            Predicate<ProducerRecord<byte[], byte[]>> isSuperseded) {
        RedrivePreview preview = new RedrivePreview(isSuperseded);
        try (Originals originals = new Originals(kafka)) {
            RedrivePlanner planner = new RedrivePlanner(originals, UUID.randomUUID());
            new LetterRecords(reader).each(letters, (letter, record) -> preview.add(letter, planner.plan(record)));
        }
        return preview;
    }

    private void print(RedrivePreview preview, String superseded) {
        output.print(out, preview.table());
        if (!output.isForPeople()) {
            return;
        }
        out.println("\nExamples");
        output.print(out, preview.examples());
        out.println();
        out.println("Nothing was done yet. --execute sends " + preview.sendable() + " of " + preview.letters()
                + " again, at most " + rate + " per second (--rate).");
        out.println(
                "Mend the cause first (show says how): what fails again comes back as a new letter. Other consumers skip"
                        + " what goes back to one.");
        out.println(superseded);
    }
}
