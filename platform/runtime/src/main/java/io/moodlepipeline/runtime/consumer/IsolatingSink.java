package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds the records that make a batch fail by halving it, so that one poisoned record costs the others nothing but a few more
 * writes.
 */
final class IsolatingSink {
    private final BatchSink sink;

    IsolatingSink(BatchSink sink) {
        this.sink = sink;
    }

    /** Writes all records but those it returns. */
    List<Refusal> write(List<ConsumerRecord<byte[], byte[]>> records) throws SinkUnavailableException {
        try {
            return sink.write(records);
        } catch (SinkRefusedException e) {
            return halve(records, e.failure());
        } catch (RuntimeException e) {
            return halve(records, Failure.unexpected(Failure.TASK_PUT, e));
        }
    }

    private List<Refusal> halve(List<ConsumerRecord<byte[], byte[]>> records, Failure failure)
            throws SinkUnavailableException {
        if (records.size() == 1) {
            return List.of(new Refusal(records.get(0), failure));
        }
        int middle = records.size() / 2;
        List<Refusal> refusals = new ArrayList<>(write(records.subList(0, middle)));
        refusals.addAll(write(records.subList(middle, records.size())));
        return refusals;
    }
}
