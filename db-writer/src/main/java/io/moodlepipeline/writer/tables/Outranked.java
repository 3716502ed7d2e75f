package io.moodlepipeline.writer.tables;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.event.WireName;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that came after another, happened later, and lost to it all the same: by a rule that looks at no time. A few are nothing; that
 * they go on coming means that a school stands still.
 */
public record Outranked(ConsumedEvent event, Reason reason) {

    /** The rule that it lost by. */
    public enum Reason implements WireName {
        /** The other grade's sender said when it happened, this one's did not: the school has gone back to an older sender. */
        UNTIMED("untimed"),
        /** The other event is of a higher epoch: the tenant's epoch was lowered. */
        EPOCH("epoch");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String wireName() {
            return wireName;
        }
    }

    /**
     * @param event one that is superseded
     * @param winner the version of the event that it lost to
     * @param winnerReceived when the gateway received that one
     */
    public static Optional<Outranked> by(ConsumedEvent event, Version winner, Instant winnerReceived) {
        Version loser = event.version();
        boolean byTimeAlone = event.metadata().received().isAfter(winnerReceived) && loser.isLaterThan(winner);
        if (!byTimeAlone) {
            return Optional.empty();
        }
        if (loser.epoch() < winner.epoch()) {
            return Optional.of(new Outranked(event, Reason.EPOCH));
        }
        return winner.timed() && !loser.timed() ? Optional.of(new Outranked(event, Reason.UNTIMED)) : Optional.empty();
    }
}
