package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.runtime.deadletter.DeadLetters;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import java.time.Clock;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** One source, one step, two ways out, and what is to be said of redriven grades. No state: each grade is judged by itself. */
public final class GradeTopology {
    static final String CONSUMER = "grade-processor";

    static final String ENRICHED = "enriched-grades";
    static final String DEAD_LETTERS = "dead-letters";
    static final String RESOLVED = "resolved-dead-letters";
    private static final String GRADES = "grades";
    private static final String BAND_GRADES = "band-grades";

    private GradeTopology() {}

    public static Topology build(
            BandingPolicy policy,
            FloodGuard guard,
            GuardMemory memory,
            KeptLetters kept,
            Clock clock,
            GradeMetrics metrics) {
        GradeEnricher enricher = new GradeEnricher(policy);
        DeadLetters deadLetters = new DeadLetters(CONSUMER, clock);
        // Bytes in, bytes out: a deserializer that throws would stop the stream before a dead letter can be made.
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                // "earliest" would hide that a committed offset was lost: see ResumingClients.
                .addSource(AutoOffsetReset.none(), GRADES, timeOrNow(clock), in, in, EventType.GRADE_UPDATED.topic())
                .addProcessor(
                        BAND_GRADES, () -> new BandGrades(enricher, deadLetters, guard, memory, kept, metrics), GRADES)
                .addSink(ENRICHED, EventType.GRADE_ENRICHED.topic(), out, out, BAND_GRADES)
                .addSink(DEAD_LETTERS, Topics.DEAD_LETTER, out, out, BAND_GRADES)
                .addSink(RESOLVED, Topics.DEAD_LETTER_AUDIT, out, out, BAND_GRADES);
    }

    /** Nothing here depends on time; but Streams stops on, or drops, a record without one. */
    private static TimestampExtractor timeOrNow(Clock clock) {
        return (record, partitionTime) -> record.timestamp() < 0 ? clock.millis() : record.timestamp();
    }
}
