package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.time.Clock;
import java.util.UUID;

/**
 * One command of somebody's, to which all its audit records belong.
 *
 * @param by who gave it: a person's account, or the name of a service
 * @param reason in that person's words; may be empty
 */
public record Operation(UUID id, String by, String reason, Clock clock) {

    public static Operation begin(String by, String reason, Clock clock) {
        return new Operation(UUID.randomUUID(), by, reason, clock);
    }

    AuditRecord audit(LetterAction action, Letter letter) {
        return new AuditRecord(action, letter.identity(), letter.position(), id, clock.instant(), by, reason);
    }
}
