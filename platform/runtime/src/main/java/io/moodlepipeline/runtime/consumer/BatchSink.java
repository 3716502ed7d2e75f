package io.moodlepipeline.runtime.consumer;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where batches of records end. Writing the same record again must change nothing. */
public interface BatchSink {

    /**
     * Writes the batch durably, whole or not at all, but for the records it returns.
     *
     * @return the records that can never be written, as their own content shows; empty as a rule
     * @throws SinkUnavailableException when nothing was written for a reason that passes; the batch will be brought again
     * @throws SinkRefusedException when nothing was written because the target refuses some record; the batch will be brought
     *     again in parts, until the record stands alone
     */
    List<Refusal> write(List<ConsumerRecord<byte[], byte[]>> records)
            throws SinkUnavailableException, SinkRefusedException;
}
