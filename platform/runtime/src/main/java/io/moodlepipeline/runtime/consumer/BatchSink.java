package io.moodlepipeline.runtime.consumer;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where batches of records end. Writing the same record again must change nothing. */
public interface BatchSink {

    /**
     * Writes the batch durably, whole or not at all, but for the records whose own content shows that they can never be written.
     *
     * @return what became of each record, in the batch's order
     * @throws TargetException when nothing was written; the batch will be brought again, whole or in parts, by the kind of failure
     */
    List<Outcome> write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException;

    /**
     * Shows by a write that changes nothing that the target would take one now.
     *
     * @throws TargetException when it would not, whatever the kind
     */
    void probe() throws TargetException;
}
