package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * Does to letters what was decided, and notes it in the audit topic. A redrive is noted only once the brokers have the record: who is
 * killed in between leaves an open letter that is redriven once more, which is harmless, and never one that only seems redriven.
 */
public final class LetterOperations {
    private final Operation operation;
    private final AcknowledgedSends records;
    private final AcknowledgedSends audits;
    private final Map<LetterAction, Integer> noted = new EnumMap<>(LetterAction.class);
    private int tooLarge;

    public LetterOperations(Operation operation, Producer<byte[], byte[]> producer) {
        this.operation = operation;
        this.records = new AcknowledgedSends(producer);
        this.audits = new AcknowledgedSends(producer);
    }

    /**
     * @param key of the letter, under which it is noted, so that all that is noted of it keeps its order
     * @throws OpsException when the brokers do not take it, or one before it
     */
    public void redrive(Letter letter, byte[] key, Redrive.Send redrive) {
        records.send(redrive.record(), () -> note(redrive.action(), letter, key), () -> tooLarge++);
    }

    /** @throws OpsException when the brokers do not take it, or one before it */
    public void note(LetterAction action, Letter letter, byte[] key) {
        audits.send(operation.audit(action, letter).toRecord(key), () -> noted.merge(action, 1, Integer::sum), () -> {
            throw new OpsException("Kafka refuses: " + Topics.DEAD_LETTER_AUDIT
                    + " takes no records of this size (topics list says what differs)");
        });
    }

    /** Returns when the brokers have everything. */
    public void finish() {
        records.finish();
        audits.finish();
    }

    /** Letters for which this is on record. */
    public int noted(LetterAction action) {
        return noted.getOrDefault(action, 0);
    }

    /** Letters whose record is larger than its topic allows; they stay as they are. */
    public int tooLarge() {
        return tooLarge;
    }
}
