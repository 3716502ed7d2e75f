package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.service.Health;
import java.util.List;
import java.util.stream.Collectors;

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

    /** @param failures at least one; the last is told in full, since nobody can look at letters that were not written */
    static Obstacle flood(List<Failure> failures) {
        String codes = failures.stream()
                .map(failure -> failure.code().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String last = failures.get(failures.size() - 1).message();
        return new Obstacle(
                Kind.FLOOD,
                "too many records would be dead letters (" + codes + "; the last: " + last
                        + "), so nothing is dead-lettered or committed: mend the"
                        + " cause, and it goes on by itself; or set DEAD_LETTER_GUARD=off to let them through");
    }

    Health health() {
        return kind == Kind.FLOOD ? Health.halted(detail) : Health.degraded(detail);
    }
}
