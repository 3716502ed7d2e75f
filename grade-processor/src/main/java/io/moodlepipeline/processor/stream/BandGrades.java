package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends every record one of two ways: on with its band, or to the dead letters with the reason. */
final class BandGrades extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger log = LoggerFactory.getLogger(BandGrades.class);
    private static final byte[] ENRICHED_TYPE =
            EventType.GRADE_ENRICHED.cloudEventType().getBytes(StandardCharsets.UTF_8);

    private final GradeEnricher enricher;
    private final DeadLetters deadLetters;
    private final FloodGuard guard;
    private final KeptLetters kept;
    private final GradeMetrics metrics;

    private boolean begun;

    /** How many of this partition's grades in a row were dead letters. */
    private int streak;

    /** @param kept the dead letters that were there before; what is among them is not sent once more */
    BandGrades(
            GradeEnricher enricher, DeadLetters deadLetters, FloodGuard guard, KeptLetters kept, GradeMetrics metrics) {
        this.enricher = enricher;
        this.deadLetters = deadLetters;
        this.guard = guard;
        this.kept = kept;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        begin();
        if (RedriveHeaders.isForAnother(record.headers(), GradeTopology.CONSUMER)) {
            metrics.skipped();
            return;
        }
        enrichment(record).fold(enriched -> passOn(record, enriched), failure -> keep(record, failure));
    }

    /** The first grade is that of the committed offset: all before it are settled, and all others come now, or come again. */
    private void begin() {
        if (!begun) {
            streak = kept.streakBefore(origin());
            begun = true;
        }
    }

    /** Only this is guarded: what forwarding throws is Kafka's trouble, not this record's, and must stop the stream. */
    private Enrichment enrichment(Record<byte[], byte[]> record) {
        try {
            return enricher.enrich(name -> RecordText.header(record.headers(), name), record.value());
        } catch (RuntimeException bug) {
            return new Enrichment.Refused(Failure.unexpected(Failure.TRANSFORMATION, bug));
        }
    }

    private Void passOn(Record<byte[], byte[]> record, Enrichment.Enriched enriched) {
        Record<byte[], byte[]> outgoing = record.withValue(enriched.body()).withHeaders(passedOn(record.headers()));
        if (!RecordSize.fits(outgoing.key(), outgoing.value(), outgoing.headers())) {
            return keep(record, tooLarge());
        }
        judge(record, Fate.ALIVE, null);
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
        judge(record, failure.code().expected() ? Fate.NEUTRAL : Fate.DEAD, failure);
        Origin origin = origin();
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

    /**
     * Counts the record before it goes anywhere.
     *
     * @throws FloodException when it must not
     */
    private void judge(Record<byte[], byte[]> record, Fate fate, Failure failure) {
        FloodGuard.Tally tally = guard.tally(streak, 1);
        tally.add(RedriveHeaders.isRedriven(record.headers()) ? Fate.NEUTRAL : fate);
        if (tally.isFlood()) {
            throw new FloodException(origin(), failure.code());
        }
        streak = tally.streak();
    }

    private Origin origin() {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        return new Origin(place.topic(), place.partition(), place.offset());
    }

    private static Headers passedOn(Headers headers) {
        Headers passedOn = new RecordHeaders();
        for (Header header : headers) {
            if (EventHeaders.isPassedOn(header.key()) && !header.key().equals(EventHeaders.TYPE)) {
                passedOn.add(header);
            }
        }
        return passedOn.add(EventHeaders.TYPE, ENRICHED_TYPE);
    }

    private static Failure tooLarge() {
        return new Failure(
                DeadLetterCode.RECORD_TOO_LARGE,
                Failure.TASK_PUT,
                RecordSize.class.getName(),
                "the enriched record does not fit " + EventType.GRADE_ENRICHED.topic());
    }
}
