package io.moodlepipeline.runtime.consumer;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where batches of records end. Writing the same record again must change nothing. */
public interface BatchSink {

    /**
     * Writes the batch durably, but for the records whose own content shows that they can never be written.
     *
     * @return what became of each record, in the batch's order
     * @throws TargetException when not all was written; the batch will be brought again, whole or in parts, by the kind of failure
     */
    List<Outcome> write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException;

    /** Whether a record is this sink's business, told without reading its value; what is not is passed over. */
    default boolean concerns(ConsumerRecord<byte[], byte[]> record) {
        return true;
    }

    /**
     * Records that this sink holds and that can be decided now. They are brought to {@link #write} next, as a batch of their own. Asked
     * between batches, so it must cost next to nothing when there are none.
     *
     * @throws TargetException when what is held cannot be read; asked again later
     */
    default List<ConsumerRecord<byte[], byte[]>> recall() throws TargetException {
        return List.of();
    }

    /**
     * Recalled records were decided, and dead letters of those refused are kept: but for those {@link Outcome.Settled#HELD} again, they need
     * not be held any more.
     *
     * @param outcomes in the order of the records
     * @throws TargetException when that could not be noted; they may be recalled once more
     */
    default void decided(List<ConsumerRecord<byte[], byte[]>> recalled, List<Outcome> outcomes)
            throws TargetException {}

    /**
     * Shows by a write that changes nothing that the target would take one now.
     *
     * @throws TargetException when it would not, whatever the kind
     */
    void probe() throws TargetException;
}
