package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A target that takes whole batches or nothing, and whose trouble is in the records: {@code malformed…} it recognises itself,
 * {@code old…} it has something newer of, {@code refused…}, {@code stuck…} and {@code strange…} make it fail for ever, for a while
 * or for reasons unknown, {@code bug…} makes it throw, {@code deep…} and {@code huge…} take more stack or
 * memory than there is, {@code early…} it holds, {@code foreign…} is not its business. Once {@link #mended} it takes all of these.
 */
final class FakeSink implements BatchSink {
    static final Failure MALFORMED =
            new Failure(DeadLetterCode.INVALID_FIELD, Failure.VALUE_CONVERTER, "Reader", "userid is missing");

    private final Throwable cause = new IllegalStateException("marked-4711");
    final List<String> written = new ArrayList<>();
    int calls;
    int probes;
    boolean away;
    boolean mended;
    Runnable onWrite = () -> {};

    /** What {@code early…} was held and is not decided yet; decidable once {@link #recalling}. */
    final List<ConsumerRecord<byte[], byte[]>> held = new ArrayList<>();

    boolean recalling;

    @Override
    public List<Outcome> write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
        calls++;
        onWrite.run();
        requirePresence();
        if (!mended) {
            failOn(records);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            outcomes.add(outcome(record));
        }
        return outcomes;
    }

    private void failOn(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
        if (has(records, "bug")) {
            throw new IllegalStateException("marked-4711");
        }
        if (has(records, "deep")) {
            throw new StackOverflowError();
        }
        if (has(records, "huge")) {
            throw new OutOfMemoryError();
        }
        if (has(records, "stuck")) {
            throw TargetException.transientFailure("SQLSTATE 40P01", cause);
        }
        if (has(records, "strange")) {
            throw TargetException.unknown("SQLSTATE XX000", cause);
        }
        if (has(records, "refused")) {
            throw TargetException.permanent(DeadLetterCode.REFUSED_BY_DATABASE, "SQLSTATE 23514", cause);
        }
    }

    private Outcome outcome(ConsumerRecord<byte[], byte[]> record) {
        String value = value(record);
        if (value.startsWith("early") && !recalling) {
            held.add(record);
            return Settled.HELD;
        }
        if (value.startsWith("malformed")) {
            return Outcome.refused(MALFORMED);
        }
        if (value.startsWith("old")) {
            return Settled.SUPERSEDED;
        }
        written.add(value);
        return Settled.APPLIED;
    }

    @Override
    public boolean concerns(ConsumerRecord<byte[], byte[]> record) {
        return !value(record).startsWith("foreign");
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> recall() throws TargetException {
        if (!recalling) {
            return List.of();
        }
        requirePresence();
        return List.copyOf(held);
    }

    @Override
    public void decided(List<ConsumerRecord<byte[], byte[]>> recalled, List<Outcome> outcomes) {
        held.removeAll(recalled);
    }

    @Override
    public void probe() throws TargetException {
        probes++;
        requirePresence();
    }

    private void requirePresence() throws TargetException {
        if (away) {
            throw TargetException.unavailable("the target is away", cause);
        }
    }

    private static boolean has(List<ConsumerRecord<byte[], byte[]>> records, String trouble) {
        return records.stream().anyMatch(record -> value(record).startsWith(trouble));
    }

    static String value(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8);
    }
}
