package io.moodlepipeline.ops.deadletter;

import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Instant;

/**
 * As much of a dead letter as is needed to choose it among others: of millions this is held in memory, so there is neither body nor
 * text in it. Its texts come from the record's headers, where a stranger may have written anything.
 *
 * @param code the {@code dlt.code}; one that this version does not know is kept as it is; null when there is none
 * @param tenant null when it does not say
 * @param eventType such as {@code grade_updated}; null when it does not say
 * @param userId the Moodle user of its key; 0 when the key names none
 * @param attempts how often its consumer has failed on it; 0 when it does not say
 * @param failedAt when its consumer failed on it last
 * @param retryable whether trying again with nothing changed may succeed
 */
public record Letter(
        LetterPosition position,
        LetterIdentity identity,
        String code,
        String tenant,
        String eventType,
        long userId,
        int attempts,
        Instant failedAt,
        boolean retryable) {

    /** Who refuses events that are in no topic. */
    public static final String GATEWAY = "ingest-gateway";

    public String consumer() {
        return identity.consumer();
    }

    /** Whether the gateway refused it, so that no topic of events has it. */
    public boolean isRefusal() {
        return consumer().equals(GATEWAY);
    }
}
