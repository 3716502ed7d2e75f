package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.service.Health;

/**
 * Why a batch was not finished and has to come again.
 *
 * @param detail for those who run the service; no data
 */
record Obstacle(Kind kind, String detail) {

    enum Kind {
        /** The target, or the dead-letter topic, takes nothing. */
        OUTAGE,
        /** A record fails alone, and is given another try. */
        RETRY,
        /** So many records would be dead letters that it cannot be their fault. */
        FLOOD
    }

    static Obstacle outage(String detail) {
        return new Obstacle(Kind.OUTAGE, detail);
    }

    static Obstacle retry(Failure failure) {
        return new Obstacle(Kind.RETRY, "trying a record again that fails alone: " + failure.message());
    }

    /** Of records that the sink had held: they have no place in the topics from which on they could be held back. */
    static Obstacle flood(Flood flood) {
        return new Obstacle(
                Kind.FLOOD,
                "too many records would be dead letters (" + flood
                        + "), so nothing is dead-lettered or committed: fix the"
                        + " cause, and it goes on by itself; or set DEAD_LETTER_GUARD=off to let them through");
    }

    Health health() {
        return kind == Kind.FLOOD ? Health.halted(detail) : Health.degraded(detail);
    }
}
