package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.zoho.ledger.LedgerView.Child;
import io.moodlepipeline.zoho.ledger.LedgerView.Known;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Draft;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One school's ledger beside the newest events of the topics. First all that waits and all that the ledger knows is put in, then all
 * events, then the differences come out.
 */
final class ZohoComparison {
    private final String tenant;
    private final Advice advice;
    private final Map<RecordKey, Sides> keys = new HashMap<>();

    ZohoComparison(String tenant, Advice advice) {
        this.tenant = tenant;
        this.advice = advice;
    }

    private record RecordKey(Role role, String key) {}

    private record Newest(Version version, UUID eventId, Origin origin, boolean sent) {
        static Newest of(Newest known, Newest event) {
            return known == null || event.version.compareTo(known.version) >= 0 ? event : known;
        }

        boolean isNewerThan(Version other) {
            return other == null || version.compareTo(other) > 0;
        }
    }

    /** What is known of one key. */
    private static final class Sides {
        private boolean hasRecord;
        private boolean suspect;
        private List<String> incompleteFields = List.of();
        private Version inLedger;
        private Version waiting;
        private Newest newest;
        private Newest newestDead;
    }

    private Sides sides(Role role, String key) {
        return keys.computeIfAbsent(new RecordKey(role, key), absent -> new Sides());
    }

    void waiting(Child child) {
        sides(child.role(), child.key()).waiting = child.version();
    }

    void known(Known record) {
        Sides sides = sides(record.role(), record.key());
        sides.hasRecord = record.recordId() != null;
        sides.suspect = record.suspect();
        sides.incompleteFields = record.incompleteFields();
        sides.inLedger = record.version();
    }

    void event(Draft draft, ConsumedEvent consumed, Consumed state) {
        Sides sides = sides(draft.role(), draft.key());
        Newest event = new Newest(consumed.version(), consumed.metadata().eventId(), consumed.origin(), draft.sent());
        switch (state) {
            case DONE -> sides.newest = Newest.of(sides.newest, event);
            case DEAD -> sides.newestDead = Newest.of(sides.newestDead, event);
            case NOT_YET -> {
                // It need not show yet.
            }
        }
    }

    /** Tells each difference, in no order. */
    void differences(Consumer<ZohoFinding> told) {
        keys.forEach((key, sides) -> {
            difference(sides)
                    .ifPresent(difference ->
                            told.accept(finding(key, difference, sides.newest, advice(difference, sides))));
            if (isDead(sides)) {
                String event = sides.newestDead.eventId().toString();
                told.accept(finding(
                        key,
                        ZohoDifference.DEAD,
                        sides.newestDead,
                        advice.deadLetter(new LetterIdentity(tenant, event, group()))));
            }
        });
    }

    private static Optional<ZohoDifference> difference(Sides sides) {
        if (sides.newest == null) {
            return Optional.empty();
        }
        if (sides.newest.isNewerThan(sides.inLedger)) {
            return Optional.of(notInLedger(sides));
        }
        if (!sides.newest.sent() && !sides.hasRecord) {
            return Optional.of(ZohoDifference.FILTERED);
        }
        if (sides.suspect) {
            return Optional.of(ZohoDifference.SUSPECT);
        }
        return sides.incompleteFields.isEmpty() ? Optional.empty() : Optional.of(ZohoDifference.INCOMPLETE);
    }

    private static ZohoDifference notInLedger(Sides sides) {
        if (sides.waiting != null && !sides.newest.isNewerThan(sides.waiting)) {
            return ZohoDifference.WAITING;
        }
        // Where there is a record it would have to end, or to lose what it was awarded.
        return sides.newest.sent() || sides.hasRecord ? ZohoDifference.LOST : ZohoDifference.FILTERED;
    }

    private static boolean isDead(Sides sides) {
        return sides.newestDead != null
                && (sides.newest == null || sides.newestDead.isNewerThan(sides.newest.version()))
                // What was refused is noted in the ledger, under its version.
                && (sides.inLedger == null || sides.newestDead.version().compareTo(sides.inLedger) >= 0);
    }

    private String advice(ZohoDifference difference, Sides sides) {
        return switch (difference) {
            case LOST -> advice.replay(group(), sides.newest.origin());
            case INCOMPLETE ->
                "lacks " + String.join(", ", sides.incompleteFields)
                        + ": make these fields in Zoho fit, then send the record again: replay --resend";
            default -> "";
        };
    }

    private String group() {
        return PipelineConsumer.zohoSink(tenant).group();
    }

    private ZohoFinding finding(RecordKey key, ZohoDifference difference, Newest event, String whatToDo) {
        return new ZohoFinding(
                difference, tenant, key.role(), key.key(), event.eventId().toString(), whatToDo);
    }
}
