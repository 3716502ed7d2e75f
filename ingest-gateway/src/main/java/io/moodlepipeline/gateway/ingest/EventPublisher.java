package io.moodlepipeline.gateway.ingest;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records to the brokers. */
@FunctionalInterface
public interface EventPublisher {

    /**
     * Never blocks.
     *
     * @return completes once the brokers have acknowledged the record, or exceptionally when they have not in time; the record may
     *     have been written all the same
     */
    CompletableFuture<Void> publish(ProducerRecord<byte[], byte[]> record);
}
