package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.writer.tables.StoredRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The steps of one event, in the order it took them. */
final class EventStory {
    private final LetterTrail letters;
    private final Fates fates;
    private final Function<TracedEvent, Optional<ZohoFate>> zoho;
    private final Description description;

    EventStory(
            LetterTrail letters, Fates fates, Function<TracedEvent, Optional<ZohoFate>> zoho, Description description) {
        this.letters = letters;
        this.fates = fates;
        this.zoho = zoho;
        this.description = description;
    }

    Table steps(TracedEvent event) {
        Table steps = Table.of("time", "step", "place", "what");
        event.accepted()
                .forEach(record -> steps.row(
                        RecordText.header(record.headers(), EventHeaders.TIME),
                        "accepted",
                        place(record),
                        about(record)));
        // The processor keeps the time of the original, so when it judged is not known.
        event.judged().forEach(record -> steps.row(null, "judged", place(record), judgement(record)));
        decisions(event)
                .forEach(step ->
                        steps.row(step.time().truncatedTo(ChronoUnit.MILLIS), step.name(), step.place(), step.what()));
        event.redriven()
                .forEach(record -> steps.row(
                        null,
                        "sent again",
                        place(record),
                        "to " + RecordText.header(record.headers(), RedriveHeaders.CONSUMER)));
        fates.row(event)
                .ifPresent(row -> steps.row(
                        row.writtenAt().truncatedTo(ChronoUnit.MILLIS),
                        "row",
                        row.table().name() + " " + StoredRow.describe(row.table(), row.key()),
                        "of event " + row.stored().eventId() + ", version of "
                                + row.stored().version().time()));
        zoho.apply(event)
                .ifPresent(fate -> steps.row(
                        fate.at() == null ? null : fate.at().truncatedTo(ChronoUnit.MILLIS),
                        "zoho",
                        null,
                        fate.outcome()));
        steps.row(null, "outcome", null, fates.of(event).outcome());
        return steps;
    }

    private record Step(Instant time, String name, String place, String what) {}

    private List<Step> decisions(TracedEvent event) {
        List<Step> steps = new ArrayList<>();
        for (Letter letter : letters.lettersOf(event)) {
            steps.add(new Step(
                    letter.failedAt(),
                    "dead letter",
                    Topics.DEAD_LETTER + ":" + letter.position(),
                    letter.consumer() + " could not use it: " + letter.code() + ", attempt " + letter.attempts()));
        }
        for (AuditRecord audit : letters.decisionsOn(event)) {
            String reason = audit.reason().isEmpty() ? "" : ": " + audit.reason();
            steps.add(new Step(audit.at(), audit.action().wireName(), null, "by " + audit.by() + reason));
        }
        steps.sort(Comparator.comparing(Step::time));
        return steps;
    }

    private String about(ConsumerRecord<byte[], byte[]> record) {
        return TracedEvent.read(record)
                .map(consumed -> description.of(consumed.event()))
                .orElse("cannot be read");
    }

    private String judgement(ConsumerRecord<byte[], byte[]> record) {
        return TracedEvent.read(record)
                .map(ConsumedEvent::event)
                .filter(EnrichedGradeEvent.class::isInstance)
                .map(EnrichedGradeEvent.class::cast)
                .map(description::judgement)
                .orElse("cannot be read");
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + ":" + record.partition() + ":" + record.offset();
    }
}
