package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.deadletter.DeadLetter;
import io.moodlepipeline.runtime.deadletter.DeadLetters;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuard.Fate;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordSize;
import io.moodlepipeline.runtime.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends every record one of two ways: on with its band, or to the dead letters with the reason. */
final class BandGrades extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger log = LoggerFactory.getLogger(BandGrades.class);
    private static final byte[] ENRICHED_TYPE =
            EventType.GRADE_ENRICHED.cloudEventType().getBytes(StandardCharsets.UTF_8);
    private static final Set<String> OWN = Set.of(EventHeaders.TYPE, EventHeaders.SOURCE);

    private static final int TRIES_AFTER_ERROR = 3;

    private final GradeEnricher enricher;
    private final DeadLetters deadLetters;
    private final FloodGuard guard;
    private final GuardMemory memory;
    private final KeptLetters kept;
    private final GradeMetrics metrics;

    private TopicPartition partition;

    /** What the guard has come to here; null until the first grade comes. */
    private GuardedPartition guarded;

    /** @param kept the dead letters that were there before; what is among them is not sent once more */
    BandGrades(
            GradeEnricher enricher,
            DeadLetters deadLetters,
            FloodGuard guard,
            GuardMemory memory,
            KeptLetters kept,
            GradeMetrics metrics) {
        this.enricher = enricher;
        this.deadLetters = deadLetters;
        this.guard = guard;
        this.memory = memory;
        this.kept = kept;
        this.metrics = metrics;
    }

    /** Whenever it begins, it begins from what is committed. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        guarded = null;
    }

    @Override
    public void close() {
        if (guarded != null) {
            memory.leave(partition);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        begin();
        if (RedriveHeaders.isForAnother(record.headers(), GradeTopology.CONSUMER)) {
            metrics.skipped();
            return;
        }
        if (guarded.isDone(origin().offset(), RecordText.tenant(record.headers()))) {
            return;
        }
        enrichment(record).fold(enriched -> passOn(record, enriched), failure -> keep(record, failure));
    }

    /** The first grade is that of the committed offset: all before it are settled, and all others come now, or come again. */
    private void begin() {
        if (guarded == null) {
            Origin first = origin();
            partition = new TopicPartition(first.topic(), first.partition());
            guarded = memory.begin(partition, () -> kept.streakBefore(first));
        }
    }

    /** Only this is guarded: what forwarding throws is Kafka's trouble, not this record's, and must stop the stream. */
    private Enrichment enrichment(Record<byte[], byte[]> record) {
        for (int tries = 1; ; tries++) {
            try {
                return enricher.enrich(name -> RecordText.header(record.headers(), name), record.value());
            } catch (RuntimeException bug) {
                return new Enrichment.Refused(Failure.unexpected(Failure.TRANSFORMATION, bug));
            } catch (Error failure) {
                // Memory may have been short for a moment only, which is not this record's fault.
                if (tries == TRIES_AFTER_ERROR) {
                    return new Enrichment.Refused(Failure.unexpected(Failure.TRANSFORMATION, failure));
                }
            }
        }
    }

    private Void passOn(Record<byte[], byte[]> record, Enrichment.Enriched enriched) {
        Record<byte[], byte[]> outgoing = record.withValue(enriched.body()).withHeaders(passedOn(record.headers()));
        if (!RecordSize.fits(outgoing.key(), outgoing.value(), outgoing.headers())) {
            return keep(record, tooLarge());
        }
        count(RecordText.tenant(record.headers()), Fate.ALIVE);
        metrics.banded(enriched.banding());
        context().forward(outgoing, GradeTopology.ENRICHED);
        if (RedriveHeaders.isRedriven(record.headers())) {
            context().forward(resolved(record), GradeTopology.RESOLVED);
        }
        return null;
    }

    private Record<byte[], byte[]> resolved(Record<byte[], byte[]> record) {
        ProducerRecord<byte[], byte[]> audit =
                deadLetters.resolved(record.headers(), origin()).toRecord(record.key());
        return new Record<>(audit.key(), audit.value(), audit.timestamp(), audit.headers());
    }

    private Void keep(Record<byte[], byte[]> record, Failure failure) {
        Origin origin = origin();
        if (isHeldBack(record, failure, origin)) {
            return null;
        }
        if (kept.contains(KeptLetter.of(origin, record.timestamp(), record.headers(), failure.code()))) {
            // It was sent before the last stop, which came before the commit.
            return null;
        }
        metrics.deadLetter(failure.code());
        log.atWarn()
                .addKeyValue("code", failure.code())
                .addKeyValue("event_id", RecordText.eventId(record.headers()))
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("reason", failure.message())
                .log("Handed to the dead letters");
        DeadLetter letter = deadLetters.of(record.key(), record.value(), record.headers(), origin, failure);
        context()
                .forward(
                        record.withKey(letter.key()).withValue(letter.value()).withHeaders(letter.headers()),
                        GradeTopology.DEAD_LETTERS);
        return null;
    }

    /** Counts the grade before it becomes a dead letter, and says whether it must not. */
    private boolean isHeldBack(Record<byte[], byte[]> record, Failure failure, Origin origin) {
        String tenant = RecordText.tenant(record.headers());
        if (guarded.isHeld(tenant)) {
            return true;
        }
        boolean isNeutral = failure.code().expected() || RedriveHeaders.isRedriven(record.headers());
        if (!count(tenant, isNeutral ? Fate.NEUTRAL : Fate.DEAD)) {
            return false;
        }
        guarded.hold(tenant, origin.offset(), failure.code());
        log.atWarn()
                .addKeyValue("tenant", tenant)
                .addKeyValue("code", failure.code())
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("reason", failure.message())
                .log("Too many grades in a row would be dead letters; the tenant's are held back");
        memory.changed();
        return true;
    }

    /**
     * While a tenant is held back its row stays as it was before: from there on its grades come again.
     *
     * @return whether it is one of too many
     */
    private boolean count(String tenant, Fate fate) {
        if (guarded.isHeld(tenant)) {
            return false;
        }
        FloodGuard.Tally tally = guard.tally(tenant, guarded.streaks().of(tenant), 1);
        tally.add(fate);
        if (!tally.isFlood()) {
            guarded.streaks().set(tenant, tally.streak());
        }
        if (fate == Fate.ALIVE && !guarded.isHeld(RecordText.NO_TENANT)) {
            // Among those that tell no tenant there is no good one to end their row.
            guarded.streaks().set(RecordText.NO_TENANT, 0);
        }
        return tally.isFlood();
    }

    private Origin origin() {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        return new Origin(place.topic(), place.partition(), place.offset());
    }

    /** What it makes has a type and a source of its own. */
    private static Headers passedOn(Headers headers) {
        Headers passedOn = new RecordHeaders();
        for (Header header : headers) {
            if (EventHeaders.isPassedOn(header.key()) && !OWN.contains(header.key())) {
                passedOn.add(header);
            }
        }
        String source = EventMetadata.source(EventType.GRADE_ENRICHED, RecordText.header(headers, EventHeaders.TENANT));
        return passedOn.add(EventHeaders.TYPE, ENRICHED_TYPE)
                .add(EventHeaders.SOURCE, source.getBytes(StandardCharsets.UTF_8));
    }

    private static Failure tooLarge() {
        return new Failure(
                DeadLetterCode.RECORD_TOO_LARGE,
                Failure.TASK_PUT,
                RecordSize.class.getName(),
                "the enriched record does not fit " + EventType.GRADE_ENRICHED.topic());
    }
}
