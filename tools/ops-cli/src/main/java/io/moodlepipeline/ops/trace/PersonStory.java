package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.writer.tables.StoredRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All events of one person, a line each, and the rows that no retained event explains. */
final class PersonStory {
    private final Fates fates;
    private final Function<TracedEvent, Optional<ZohoFate>> zoho;
    private final Description description;

    PersonStory(Fates fates, Function<TracedEvent, Optional<ZohoFate>> zoho, Description description) {
        this.fates = fates;
        this.zoho = zoho;
        this.description = description;
    }

    Table events(List<TracedEvent> events, Optional<FoundRows> rows) {
        Table table = Table.of("accepted", "event_id", "about", "band", "outcome", "zoho");
        for (TracedEvent event : events) {
            Optional<ConsumedEvent> readable = event.readable();
            table.row(
                    accepted(event),
                    event.id(),
                    readable.map(consumed -> description.of(consumed.event())).orElse("cannot be read"),
                    readable.map(consumed -> Description.band(consumed.event())).orElse(null),
                    fates.of(event).outcome(),
                    zoho.apply(event).map(ZohoFate::outcome).orElse(null));
        }
        Set<String> known = events.stream().map(TracedEvent::id).collect(Collectors.toSet());
        rows.ifPresent(found -> found.rows().stream()
                .filter(row -> !known.contains(row.stored().eventId().toString()))
                .forEach(row -> table.row(
                        row.stored().version().time(),
                        row.stored().eventId(),
                        row.table().name() + " " + StoredRow.describe(row.table(), row.key()),
                        null,
                        "in the table; the event itself is older than what the topics still hold",
                        null)));
        return table;
    }

    private static String accepted(TracedEvent event) {
        return event.accepted().isEmpty()
                ? null
                : RecordText.header(event.accepted().get(0).headers(), EventHeaders.TIME);
    }
}
