package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.ledger.WaitingChildren;
import java.util.List;

/** Puts children aside whose student is not in Zoho. */
final class Holding {
    private final WaitingChildren waiting;

    Holding(WaitingChildren waiting) {
        this.waiting = waiting;
    }

    /** They are kept when it returns. */
    void hold(List<Pending> children) throws TargetException {
        if (children.isEmpty()) {
            return;
        }
        waiting.keep(children.stream()
                .map(child -> new WaitingChildren.Child(
                        child.draft().role(),
                        child.draft().key(),
                        child.draft().studentKey(),
                        child.event().version(),
                        child.record(),
                        false))
                .toList());
        children.forEach(child -> child.settle(Settled.HELD));
    }
}
