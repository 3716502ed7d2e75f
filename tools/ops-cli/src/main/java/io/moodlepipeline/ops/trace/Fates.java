package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.CommittedOffsets;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.output.SafeText;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Works out what became of an event from how far its consumers are, its dead letters and its row. */
final class Fates {
    static final String WRITER = PipelineConsumer.DB_WRITER.group();
    static final String PROCESSOR = PipelineConsumer.GRADE_PROCESSOR.group();

    private final CommittedOffsets written;
    private final CommittedOffsets judged;
    private final LetterTrail letters;
    private final Optional<FoundRows> rows;
    private final Deployment deployment;

    /**
     * @param written how far the db-writer was before anything else was looked at, so that what it had done shows everywhere
     * @param judged the same of the grade processor
     * @param rows empty when no database was given
     */
    Fates(
            CommittedOffsets written,
            CommittedOffsets judged,
            LetterTrail letters,
            Optional<FoundRows> rows,
            Deployment deployment) {
        this.written = written;
        this.judged = judged;
        this.letters = letters;
        this.rows = rows;
        this.deployment = deployment;
    }

    Fate of(TracedEvent event) {
        Optional<FoundRows.Row> row = row(event);
        Optional<ConsumedEvent> readable = event.forTheTables();
        if (row.isPresent() && readable.isPresent()) {
            Version version = readable.get().version();
            int order = row.get().stored().version().compareTo(version);
            if (order == 0) {
                return inTheTable(row.get());
            }
            if (order > 0) {
                return replaced(row.get());
            }
        }
        return deadLetter(event).orElseGet(() -> underWay(event));
    }

    /** The row that this event made, or would have. */
    Optional<FoundRows.Row> row(TracedEvent event) {
        return event.forTheTables().flatMap(this::row);
    }

    private Optional<FoundRows.Row> row(ConsumedEvent consumed) {
        for (Table<?> table : Tables.ALL) {
            if (table.holds(consumed.event())) {
                return rows.flatMap(known -> known.find(table, table.keyOf(consumed)));
            }
        }
        return Optional.empty();
    }

    private static Fate inTheTable(FoundRows.Row row) {
        return new Fate(
                Fate.Outcome.IN_THE_TABLE,
                "It is in the table " + row.table().name() + " since " + second(row.writtenAt()) + ".",
                "");
    }

    private static Fate replaced(FoundRows.Row row) {
        return new Fate(
                Fate.Outcome.REPLACED,
                "A newer event is in the table " + row.table().name() + " instead: "
                        + row.stored().eventId() + " of "
                        + second(row.stored().version().time()) + ", written "
                        + second(row.writtenAt()) + ".",
                "");
    }

    private Optional<Fate> deadLetter(TracedEvent event) {
        List<Letter> all = letters.lettersOf(event);
        for (int i = all.size() - 1; i >= 0; i--) {
            Letter letter = all.get(i);
            LetterState state = letters.state(event, letter.consumer()).orElse(LetterState.OPEN);
            if (state != LetterState.RESOLVED) {
                return Optional.of(new Fate(
                        Fate.Outcome.DEAD_LETTER,
                        "The " + SafeText.escape(letter.consumer()) + " could not use it ("
                                + SafeText.escape(String.valueOf(letter.code()))
                                + "): it is kept as a dead letter, which is " + state + ".",
                        advice(letter, state)));
            }
        }
        return Optional.empty();
    }

    private String advice(Letter letter, LetterState state) {
        String show = deployment.verb("dlt show " + letter.position());
        return switch (state) {
            case OPEN, PARKED -> remedy(letter) + show + " shows it whole, with the commands for it";
            case REDRIVEN -> "it has been sent again: look once more in a minute";
            case DISCARDED -> "it was given up by a person: " + show + " says by whom and why";
            case RESOLVED -> "";
        };
    }

    /** What the code says, which is not always to send it again. */
    private static String remedy(Letter letter) {
        return DeadLetterCode.named(letter.code())
                .map(code -> "(" + code.responsible().title() + ") " + code.remedy() + " ")
                .orElse("");
    }

    private Fate underWay(TracedEvent event) {
        if (event.isGrade() && event.judged().isEmpty()) {
            return underWay(event.accepted().get(event.accepted().size() - 1), PROCESSOR, judged);
        }
        Optional<ConsumerRecord<byte[], byte[]>> record = event.writersRecord();
        if (record.isEmpty()) {
            return new Fate(
                    Fate.Outcome.CONSUMED,
                    "Its dead letter is resolved, and the event itself is older than what the topics still hold.",
                    "");
        }
        return underWay(record.get(), WRITER, written);
    }

    private Fate underWay(ConsumerRecord<byte[], byte[]> record, String consumer, CommittedOffsets committed) {
        if (!committed.isDoneWith(record.topic(), record.partition(), record.offset())) {
            return new Fate(
                    Fate.Outcome.WAITING,
                    "It waits for the " + consumer + ", which has not come to it yet.",
                    deployment.verb("lag --group " + consumer) + " says how long that takes, "
                            + deployment.verb("status") + " whether something is wrong");
        }
        if (rows.isEmpty() && consumer.equals(WRITER)) {
            return new Fate(
                    Fate.Outcome.CONSUMED,
                    "The db-writer is done with it. Its row was not looked for, since no database was given.",
                    "give --database-url to see its row");
        }
        return new Fate(
                Fate.Outcome.LOST,
                "The " + consumer + " is done with it, and it is neither where it should be nor a dead letter.",
                deployment.tableVerb("verify") + " says whether more is missing, and what to do");
    }

    /** A time for people: nobody reads further than seconds. */
    static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
