package io.moodlepipeline.ops.trace;

import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.CommittedOffsets;
import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.ConsumerGroups;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.mapping.Mapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gathers what there is about an event or a person. Looks at the committed offsets first: what a consumer was done with by then shows
 * in everything that is read later, so that an event on its way is never taken for a lost one.
 */
final class Inquiry {
    private final Brokers brokers;
    private final RecordSearch search;
    private final TopicReader reader;
    private final Optional<Connection> database;
    private final Function<String, Mapping> mappings;
    private final Deployment deployment;

    /** @param mappings to Zoho, by the school's name */
    Inquiry(
            Brokers brokers,
            RecordSearch search,
            TopicReader reader,
            Optional<Connection> database,
            Function<String, Mapping> mappings,
            Deployment deployment) {
        this.brokers = brokers;
        this.search = search;
        this.reader = reader;
        this.database = database;
        this.mappings = mappings;
        this.deployment = deployment;
    }

    /**
     * What was found.
     *
     * @param rows empty when no database was given
     * @param zohoFates empty when there is no ledger
     */
    record Found(
            List<TracedEvent> events,
            LetterTrail letters,
            Optional<FoundRows> rows,
            Fates fates,
            Optional<ZohoFates> zohoFates) {

        /** Empty where nothing is to be said of Zoho. */
        Optional<ZohoFate> zoho(TracedEvent event) {
            return zohoFates.flatMap(fates -> fates.of(event));
        }

        boolean isNothing() {
            return events.isEmpty()
                    && rows.map(FoundRows::rows).orElse(List.of()).isEmpty();
        }
    }

    /** @param tenant whose event; null for any */
    Found about(UUID eventId, String tenant) {
        String id = eventId.toString();
        return find(
                Wanted.event(eventId, tenant),
                letter -> letter.identity().event().equals(id)
                        && (tenant == null || tenant.equals(letter.identity().tenant())),
                events -> events.stream()
                        .flatMap(event -> event.readable().stream())
                        .findFirst()
                        .map(event ->
                                rows(event.metadata().tenant(), event.event().userId()))
                        .orElseGet(() -> database.map(connection -> FoundRows.holding(connection, eventId, tenant))));
    }

    Found about(String tenant, long userId) {
        return find(
                Wanted.user(tenant, userId),
                letter -> letter.userId() == userId && tenant.equals(letter.tenant()),
                events -> rows(tenant, userId));
    }

    private Optional<FoundRows> rows(String tenant, long userId) {
        return database.map(connection -> FoundRows.of(connection, tenant, userId));
    }

    private Found find(
            Wanted wanted, Predicate<Letter> wantedLetters, Function<List<TracedEvent>, Optional<FoundRows>> rowsOf) {
        CommittedOffsets written = CommittedOffsets.of(Fates.WRITER, brokers);
        CommittedOffsets judged = CommittedOffsets.of(Fates.PROCESSOR, brokers);
        Map<String, CommittedOffsets> sentToZoho = sentToZoho();
        List<TracedEvent> events = new ArrayList<>(TracedEvent.group(search.likely(wanted)));
        LetterTrail letters = LetterTrail.read(reader, wantedLetters);
        if (events.isEmpty() && !letters.isOfRefusalsAlone()) {
            events.addAll(TracedEvent.group(search.unlikely(wanted)));
        }
        addThoseOfLettersAlone(events, letters);
        Optional<FoundRows> rows = rowsOf.apply(events);
        return new Found(
                events,
                letters,
                rows,
                new Fates(written, judged, letters, rows, deployment),
                ledger().map(ledger -> new ZohoFates(sentToZoho, mappings, ledger, letters, deployment)));
    }

    /** How far the consumers are that take events to Zoho, by school. */
    private Map<String, CommittedOffsets> sentToZoho() {
        Map<String, CommittedOffsets> consumed = new HashMap<>();
        for (ConsumerGroup group : new ConsumerGroups(brokers.admin()).ofPipeline()) {
            PipelineConsumer.zohoTenant(group.name())
                    .ifPresent(tenant -> consumed.put(tenant, new CommittedOffsets(group.committed())));
        }
        return consumed;
    }

    private Optional<LedgerView> ledger() {
        return database.map(LedgerView::new).filter(ledger -> {
            try {
                return ledger.exists();
            } catch (SQLException e) {
                throw DatabaseOptions.explained(e);
            }
        });
    }

    /** What the gateway refused never was in another topic, and what was may not be retained any more. */
    private static void addThoseOfLettersAlone(List<TracedEvent> events, LetterTrail letters) {
        List<TracedEvent> known = List.copyOf(events);
        letters.events().stream()
                .filter(event -> known.stream().noneMatch(event::isSame))
                .forEach(events::add);
    }
}
