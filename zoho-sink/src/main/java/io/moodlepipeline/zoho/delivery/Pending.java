package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.consumer.Outcome;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.zoho.row.Draft;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An event on its way to Zoho, until its outcome is known. */
final class Pending {
    private final ConsumerRecord<byte[], byte[]> record;
    private final ConsumedEvent event;
    private final Draft draft;
    private volatile Outcome outcome;

    Pending(ConsumerRecord<byte[], byte[]> record, ConsumedEvent event, Draft draft) {
        this.record = record;
        this.event = event;
        this.draft = draft;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    ConsumedEvent event() {
        return event;
    }

    Draft draft() {
        return draft;
    }

    boolean isOpen() {
        return outcome == null;
    }

    Outcome outcome() {
        return outcome;
    }

    void settle(Outcome known) {
        outcome = known;
    }

    /** @param message ours: it names code and field, no data */
    void refuse(DeadLetterCode code, String message) {
        outcome = Outcome.refused(new Failure(code, Failure.TASK_PUT, Pending.class.getName(), message));
    }
}
