package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.AcknowledgedProducer;
import io.moodlepipeline.runtime.deadletter.DeadLetter;
import io.moodlepipeline.runtime.deadletter.DeadLetters;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.NotAcknowledgedException;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps in the dead-letter topics what a batch leaves behind: letters for what was refused, and that redriven ones are resolved. */
public final class DeadLetterQueue {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterQueue.class);

    private final String consumer;
    private final DeadLetters letters;
    private final AcknowledgedProducer producer;

    /** @param consumer its name in dead letters and redrives: that of its group */
    public DeadLetterQueue(String consumer, Producer<byte[], byte[]> producer, Clock clock) {
        this.consumer = consumer;
        this.letters = new DeadLetters(consumer, clock);
        this.producer = new AcknowledgedProducer(producer);
    }

    String consumer() {
        return consumer;
    }

    /**
     * Returns once the brokers have acknowledged all of it, so that offsets may be committed.
     *
     * @throws NotAcknowledgedException when they did not: nothing may be committed
     */
    void keep(Batch batch, List<Outcome> outcomes) throws NotAcknowledgedException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> toKeep = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            ConsumerRecord<byte[], byte[]> original = batch.records().get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome.failure().isPresent()) {
                toKeep.add(letter(original, outcome.failure().get()));
            } else if (outcome != Settled.HELD && batch.isRedriven(original)) {
                toKeep.add(letters.resolved(original.headers(), Origin.of(original))
                        .toRecord(original.key()));
            }
        }
        producer.send(toKeep);
        for (int i = 0; i < outcomes.size(); i++) {
            ConsumerRecord<byte[], byte[]> original = batch.records().get(i);
            outcomes.get(i).failure().ifPresent(failure -> logKept(original, failure));
        }
    }

    private ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> original, Failure failure) {
        DeadLetter letter =
                letters.of(original.key(), original.value(), original.headers(), Origin.of(original), failure);
        Long timestamp = original.timestamp() < 0 ? null : original.timestamp();
        return new ProducerRecord<>(
                Topics.DEAD_LETTER, null, timestamp, letter.key(), letter.value(), letter.headers());
    }

    private static void logKept(ConsumerRecord<byte[], byte[]> original, Failure failure) {
        log.atWarn()
                .addKeyValue("code", failure.code())
                .addKeyValue("event_id", RecordText.eventId(original.headers()))
                .addKeyValue("topic", original.topic())
                .addKeyValue("partition", original.partition())
                .addKeyValue("offset", original.offset())
                .addKeyValue("reason", failure.message())
                .log("Kept as a dead letter");
    }
}
