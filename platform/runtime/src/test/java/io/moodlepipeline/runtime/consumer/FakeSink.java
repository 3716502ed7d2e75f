package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A target that takes whole batches or nothing, and whose trouble is in the records: {@code malformed…} it recognises itself,
 * {@code refused…} makes it refuse the batch, {@code bug…} makes it throw.
 */
final class FakeSink implements BatchSink {
    static final Failure MALFORMED =
            new Failure(DeadLetterCode.INVALID_FIELD, Failure.VALUE_CONVERTER, "Reader", "userid is missing");
    static final Failure REFUSED =
            new Failure(DeadLetterCode.REFUSED_BY_DATABASE, Failure.TASK_PUT, "Database", "SQLSTATE 23514");

    final List<String> written = new ArrayList<>();
    int calls;
    boolean away;
    Runnable onWrite = () -> {};

    @Override
    public List<Refusal> write(List<ConsumerRecord<byte[], byte[]>> records)
            throws SinkUnavailableException, SinkRefusedException {
        calls++;
        onWrite.run();
        if (away) {
            throw new SinkUnavailableException("the target is away", null);
        }
        if (records.stream().anyMatch(record -> value(record).startsWith("bug"))) {
            throw new IllegalStateException("marked-4711");
        }
        if (records.stream().anyMatch(record -> value(record).startsWith("refused"))) {
            throw new SinkRefusedException(REFUSED, null);
        }
        List<Refusal> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (value(record).startsWith("malformed")) {
                refusals.add(new Refusal(record, MALFORMED));
            } else {
                written.add(value(record));
            }
        }
        return refusals;
    }

    static String value(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8);
    }
}
