package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.postgresql.SqlFailures;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.ledger.WaitingChildren;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Puts children aside whose student is not in Zoho. */
final class Holding {
    private final WaitingChildren waiting;

    Holding(WaitingChildren waiting) {
        this.waiting = waiting;
    }

    /** They are kept when it returns, or refused. */
    void hold(List<Pending> children) throws TargetException {
        if (children.isEmpty()) {
            return;
        }
        Set<ConsumerRecord<byte[], byte[]>> lost = waiting
                .keep(children.stream()
                        .map(child -> new WaitingChildren.Child(
                                child.draft().role(),
                                child.draft().key(),
                                child.draft().studentKey(),
                                child.event().version(),
                                child.record(),
                                false))
                        .toList())
                .stream()
                .map(WaitingChildren.Child::record)
                .collect(Collectors.toSet());
        for (Pending child : children) {
            if (lost.contains(child.record())) {
                child.refuse(DeadLetterCode.NOT_STORED, SqlFailures.notStored("zoho.waiting"));
            } else {
                child.settle(Settled.HELD);
            }
        }
    }
}
