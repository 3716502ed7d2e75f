package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.deadletter.LetterLedger;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.LetterTopics;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;

/** What the dead letters say of an event. */
final class Letters {
    private final LetterLedger ledger = new LetterLedger();

    private Letters() {}

    /** As they stand now. */
    static Letters read(TopicReader reader) {
        Letters letters = new Letters();
        new LetterTopics(reader).catchUp(letters.ledger);
        return letters;
    }

    /** Whether the consumer need not have applied the event: there is a letter, and it is not resolved. */
    boolean isDead(LetterIdentity identity) {
        return ledger.find(identity)
                .filter(letter -> letter.state() != LetterState.RESOLVED)
                .isPresent();
    }

    /** Whether the event is kept as a letter, whatever was decided about it. */
    boolean isKept(LetterIdentity identity) {
        return ledger.find(identity).isPresent();
    }
}
