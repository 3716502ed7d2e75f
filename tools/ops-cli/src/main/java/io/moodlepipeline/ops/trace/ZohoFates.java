package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.CommittedOffsets;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.ledger.LedgerView.Child;
import io.moodlepipeline.zoho.ledger.LedgerView.Known;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.row.Draft;
import io.moodlepipeline.zoho.row.Drafts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Works out what became of an event on its way to Zoho, from the ledger, its dead letters and how far its school's consumer is. */
final class ZohoFates {
    private final Map<String, CommittedOffsets> consumed;
    private final Function<String, Mapping> mappings;
    private final LedgerView ledger;
    private final LetterTrail letters;
    private final Deployment deployment;

    /**
     * @param consumed of each school that has a Zoho, how far its consumer was before anything else was looked at
     * @param mappings by the school's name
     */
    ZohoFates(
            Map<String, CommittedOffsets> consumed,
            Function<String, Mapping> mappings,
            LedgerView ledger,
            LetterTrail letters,
            Deployment deployment) {
        this.consumed = Map.copyOf(consumed);
        this.mappings = mappings;
        this.ledger = ledger;
        this.letters = letters;
        this.deployment = deployment;
    }

    /** Empty for an event that no consumer takes to Zoho: its school has none, or it is no event that can be read, or a grade not judged yet. */
    Optional<ZohoFate> of(TracedEvent event) {
        return event.forTheTables()
                .filter(read -> consumed.containsKey(read.metadata().tenant()))
                .map(read -> {
                    try {
                        return fate(event, read);
                    } catch (SQLException e) {
                        throw DatabaseOptions.explained(e);
                    }
                });
    }

    private ZohoFate fate(TracedEvent event, ConsumedEvent read) throws SQLException {
        String tenant = read.metadata().tenant();
        Draft draft = new Drafts(mappings.apply(tenant), tenant).draft(read);
        // What waits gets into the ledger later, never back.
        Optional<Child> waiting = ledger.waiting(tenant, draft.role(), draft.key());
        Optional<Known> known = ledger.record(tenant, draft.role(), draft.key());
        Optional<Known> decided = known.filter(record -> isAtLeast(record.version(), read.version()));
        if (decided.isPresent() && decided.get().version().compareTo(read.version()) > 0) {
            return ZohoFate.of(
                    ZohoFate.Outcome.REPLACED, decided.get().syncedAt(), "A newer event went to Zoho instead.");
        }
        Optional<ZohoFate> dead = deadLetter(event, tenant);
        if (dead.isPresent()) {
            return dead.get();
        }
        boolean takesFromRecord = known.map(Known::recordId).isPresent();
        if (!draft.sent() && !takesFromRecord) {
            return ZohoFate.of(
                    ZohoFate.Outcome.FILTERED,
                    null,
                    "It does not go to Zoho: the mapping's filters keep it out, or it tells of an end.");
        }
        if (!draft.sent() && decided.isPresent()) {
            return ended(decided.get());
        }
        if (decided.isPresent()) {
            return inZoho(decided.get());
        }
        if (waiting.filter(child -> isAtLeast(child.version(), read.version())).isPresent()) {
            return waiting(waiting.get());
        }
        return underWay(event, tenant);
    }

    private static boolean isAtLeast(Version known, Version wanted) {
        return known != null && known.compareTo(wanted) >= 0;
    }

    private static ZohoFate inZoho(Known record) {
        String lacking = record.incompleteFields().isEmpty()
                ? ""
                : ", without " + String.join(", ", record.incompleteFields()) + ", which Zoho does not take as it is";
        return ZohoFate.of(
                ZohoFate.Outcome.IN_ZOHO,
                record.syncedAt(),
                "It is in Zoho as record " + record.recordId() + since(record.syncedAt()) + lacking + ".");
    }

    private static ZohoFate ended(Known record) {
        return ZohoFate.of(
                ZohoFate.Outcome.ENDED,
                record.syncedAt(),
                "Record " + record.recordId() + " in Zoho has ended by it, or lost its award" + since(record.syncedAt())
                        + ".");
    }

    private ZohoFate waiting(Child child) {
        return new ZohoFate(
                ZohoFate.Outcome.WAITS_FOR_STUDENT,
                child.since(),
                "For Zoho it waits" + since(child.since()) + " for its student, of whom nothing has come.",
                "have Moodle send this user, such as by saving the profile");
    }

    private Optional<ZohoFate> deadLetter(TracedEvent event, String tenant) {
        String consumer = PipelineConsumer.zohoSink(tenant).group();
        return letters.state(event, consumer)
                .filter(state -> state != LetterState.RESOLVED)
                .map(state -> new ZohoFate(
                        ZohoFate.Outcome.DEAD_LETTER,
                        null,
                        "For Zoho it is a dead letter, which is " + state + ".",
                        deployment.verb("dlt show --event-id " + event.id() + " --consumer " + consumer)
                                + " says why, and what to do"));
    }

    private ZohoFate underWay(TracedEvent event, String tenant) {
        Optional<ConsumerRecord<byte[], byte[]>> record = event.writersRecord();
        boolean done = record.isEmpty()
                || consumed.get(tenant)
                        .isDoneWith(
                                record.get().topic(),
                                record.get().partition(),
                                record.get().offset());
        if (done) {
            return new ZohoFate(
                    ZohoFate.Outcome.LOST,
                    null,
                    "Of Zoho the ledger does not know it, and it neither waits nor is a dead letter.",
                    deployment.tableVerb("verify --zoho --tenant " + tenant)
                            + " says whether more is missing, and what to do");
        }
        return ZohoFate.of(
                ZohoFate.Outcome.PENDING,
                null,
                "For Zoho it waits for the " + PipelineConsumer.zohoSink(tenant).group()
                        + ", which has not come to it yet.");
    }

    private static String since(Instant time) {
        return time == null ? "" : " since " + Fates.second(time);
    }
}
