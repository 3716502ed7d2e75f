package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one event of one school: two schools may have chosen the same id.
 *
 * @param tenant empty when it names none
 * @param id the event's; where it stands, if it has none
 * @param accepted as the gateway published it; more than one when the sender sent it again
 * @param judged as the grade processor passed it on; only for grades
 * @param redriven what a redrive sent again
 */
record TracedEvent(
        String tenant,
        String id,
        List<ConsumerRecord<byte[], byte[]>> accepted,
        List<ConsumerRecord<byte[], byte[]>> judged,
        List<ConsumerRecord<byte[], byte[]>> redriven) {

    /** An event of which nothing was found so far. */
    static TracedEvent of(String tenant, String id) {
        return new TracedEvent(tenant, id, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** In the order in which they were accepted. */
    static List<TracedEvent> group(Collection<ConsumerRecord<byte[], byte[]>> records) {
        Map<LetterIdentity, TracedEvent> events = new LinkedHashMap<>();
        records.stream()
                .sorted(Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                        .thenComparing(ConsumerRecord::topic)
                        .thenComparingLong(ConsumerRecord::offset))
                .forEach(record -> events.computeIfAbsent(
                                LetterIdentity.of(record.headers(), "", Origin.of(record)),
                                key -> of(key.tenant(), key.event()))
                        .add(record));
        return List.copyOf(events.values());
    }

    /** Whether what this identity says is of this event, whichever consumer it names. */
    boolean isOf(LetterIdentity identity) {
        return identity.covers(new LetterIdentity(tenant, id, identity.consumer()));
    }

    boolean isSame(TracedEvent other) {
        return tenant.equals(other.tenant) && id.equals(other.id);
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (RedriveHeaders.isRedriven(record.headers())) {
            redriven.add(record);
        } else if (EventType.GRADE_ENRICHED.topic().equals(record.topic())) {
            judged.add(record);
        } else {
            accepted.add(record);
        }
    }

    /** What the db-writer is to make a row of: of a grade the newest judgement. Empty while there is none, or none that is readable. */
    Optional<ConsumedEvent> forTheTables() {
        return (isGrade() || accepted.isEmpty() ? judged : accepted)
                .stream().flatMap(record -> read(record).stream()).max(Comparator.comparing(ConsumedEvent::version));
    }

    /** The record that the db-writer consumes; empty while there is none. */
    Optional<ConsumerRecord<byte[], byte[]>> writersRecord() {
        List<ConsumerRecord<byte[], byte[]>> records = isGrade() || accepted.isEmpty() ? judged : accepted;
        return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
    }

    boolean isGrade() {
        return accepted.stream()
                .anyMatch(record -> EventType.GRADE_UPDATED.topic().equals(record.topic()));
    }

    /** What can be read of it, wherever; the judged one of a grade. */
    Optional<ConsumedEvent> readable() {
        return forTheTables()
                .or(() -> accepted.stream()
                        .flatMap(record -> read(record).stream())
                        .findFirst());
    }

    static Optional<ConsumedEvent> read(ConsumerRecord<byte[], byte[]> record) {
        return ConsumedEvent.of(record).fold(Optional::of, malformed -> Optional.empty());
    }
}
