package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a consumer cannot use in the dead-letter topic: key, value, time and headers of the original, and why. */
public final class DeadLetterQueue {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterQueue.class);

    private final String consumer;
    private final Producer<byte[], byte[]> producer;
    private final Clock clock;

    public DeadLetterQueue(String consumer, Producer<byte[], byte[]> producer, Clock clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Returns once the brokers have acknowledged every one, so that offsets may be committed.
     *
     * @throws SinkUnavailableException when they did not: nothing may be committed
     */
    public void keep(List<Refusal> refusals) throws SinkUnavailableException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> letters =
                refusals.stream().map(this::deadLetter).toList();
        try {
            List<Sent> underWay = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> letter : letters) {
                Future<RecordMetadata> acknowledgement = producer.send(letter);
                if (acknowledgement.isDone()) {
                    // Most likely a failure: the next would only wait for the same.
                    await(letter, acknowledgement);
                } else {
                    underWay.add(new Sent(letter, acknowledgement));
                }
            }
            for (Sent sent : underWay) {
                await(sent.letter(), sent.acknowledgement());
            }
        } catch (ExecutionException | KafkaException e) {
            throw new SinkUnavailableException("the dead-letter topic does not take records", e);
        }
        refusals.forEach(this::logKept);
    }

    private void await(ProducerRecord<byte[], byte[]> letter, Future<RecordMetadata> acknowledgement)
            throws ExecutionException, InterruptedException {
        try {
            acknowledgement.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            // With its marks it outgrew the topic. The marks say where the original stands; without them nobody would
            // look there.
            producer.send(new ProducerRecord<>(
                            letter.topic(), null, letter.timestamp(), letter.key(), null, letter.headers()))
                    .get();
        }
    }

    private ProducerRecord<byte[], byte[]> deadLetter(Refusal refusal) {
        ConsumerRecord<byte[], byte[]> original = refusal.original();
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.DEAD_LETTER,
                null,
                original.timestamp() < 0 ? null : original.timestamp(),
                original.key(),
                original.value(),
                original.headers());
        DeadLetterHeaders.mark(letter.headers(), consumer, Origin.of(original), refusal.failure(), clock.instant());
        return letter;
    }

    private void logKept(Refusal refusal) {
        ConsumerRecord<byte[], byte[]> original = refusal.original();
        log.atWarn()
                .addKeyValue("code", refusal.failure().code())
                .addKeyValue("event_id", RecordText.eventId(original.headers()))
                .addKeyValue("topic", original.topic())
                .addKeyValue("partition", original.partition())
                .addKeyValue("offset", original.offset())
                .addKeyValue("reason", refusal.failure().message())
                .log("Kept as a dead letter");
    }

    private record Sent(ProducerRecord<byte[], byte[]> letter, Future<RecordMetadata> acknowledgement) {}
}
