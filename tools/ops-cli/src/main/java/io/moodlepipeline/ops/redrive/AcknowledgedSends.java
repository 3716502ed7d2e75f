package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.Brokers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Records on their way to the brokers: a bounded number at a time, and something to do once each is there. For one thread. */
final class AcknowledgedSends {
    private static final int MOST_UNDER_WAY = 100;

    private final Producer<byte[], byte[]> producer;
    private final Deque<Sent> underWay = new ArrayDeque<>();

    AcknowledgedSends(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Sends one, and hears of those sent before.
     *
     * @throws OpsException when the brokers do not take a record; what it was sent for has then not happened, as far as is known
     */
    void send(ProducerRecord<byte[], byte[]> record, Runnable acknowledged, Runnable tooLarge) {
        while (underWay.size() >= MOST_UNDER_WAY) {
            settleFirst();
        }
        try {
            underWay.add(new Sent(producer.send(record), acknowledged, tooLarge));
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
        while (!underWay.isEmpty() && underWay.peek().acknowledgement().isDone()) {
            settleFirst();
        }
    }

    /** Returns when the brokers have all. */
    void finish() {
        while (!underWay.isEmpty()) {
            settleFirst();
        }
    }

    private void settleFirst() {
        Sent first = underWay.remove();
        try {
            first.acknowledgement().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw Brokers.explained(e.getCause());
            }
            first.tooLarge().run();
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException("Interrupted before Kafka had taken everything; the rest is as it was before", e);
        }
        first.acknowledged().run();
    }

    private record Sent(Future<RecordMetadata> acknowledgement, Runnable acknowledged, Runnable tooLarge) {}
}
