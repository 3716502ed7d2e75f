package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.runtime.consumer.BatchSink;
import io.moodlepipeline.runtime.consumer.Outcome;
import io.moodlepipeline.runtime.consumer.TargetException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A tenant's sink, which is there once its Zoho is known; the consumer loop is built before that and runs after it. */
final class PreparedSink implements BatchSink {
    private volatile BatchSink sink;

    void is(BatchSink prepared) {
        sink = prepared;
    }

    @Override
    public boolean concerns(ConsumerRecord<byte[], byte[]> record) {
        return sink.concerns(record);
    }

    @Override
    public List<Outcome> write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
        return sink.write(records);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> recall() throws TargetException {
        return sink.recall();
    }

    @Override
    public void decided(List<ConsumerRecord<byte[], byte[]>> recalled, List<Outcome> outcomes) throws TargetException {
        sink.decided(recalled, outcomes);
    }

    @Override
    public void probe() throws TargetException {
        sink.probe();
    }
}
