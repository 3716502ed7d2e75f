package io.moodlepipeline.runtime.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends records and returns when the brokers have them. */
public final class AcknowledgedProducer {
    private final Producer<byte[], byte[]> producer;

    public AcknowledgedProducer(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @throws NotAcknowledgedException when not all were acknowledged; some may have been */
    public void send(List<ProducerRecord<byte[], byte[]>> records)
            throws NotAcknowledgedException, InterruptedException {
        try {
            List<Future<RecordMetadata>> underWay = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : records) {
                Future<RecordMetadata> acknowledgement = producer.send(record);
                if (acknowledgement.isDone()) {
                    // Most likely a failure: the next would only wait for the same.
                    acknowledgement.get();
                }
                underWay.add(acknowledgement);
            }
            for (Future<RecordMetadata> acknowledgement : underWay) {
                acknowledgement.get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw new NotAcknowledgedException(e);
        }
    }
}
