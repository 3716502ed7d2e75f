package io.moodlepipeline.zoho.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a tenant's instances asked for tokens lately. Zoho makes ten in ten minutes and then none until they are over; half of that is
 * left for other programs with the same refresh token, and for clocks that differ.
 *
 * @param askedAt within the window, oldest first
 */
record RefreshWindow(List<Instant> askedAt) {
    static final Duration LENGTH = Duration.ofMinutes(10);
    static final int LIMIT = 5;

    RefreshWindow {
        askedAt = List.copyOf(askedAt);
    }

    /** Of what was asked ever, the part that counts. A time far ahead is some clock's mistake, and must not block for long. */
    static RefreshWindow at(Instant now, List<Instant> askedEver) {
        return new RefreshWindow(askedEver.stream()
                .filter(at -> at.isAfter(now.minus(LENGTH)) && at.isBefore(now.plus(LENGTH)))
                .sorted()
                .toList());
    }

    /** Until when nothing more may be asked; empty when it may be now. */
    Optional<Instant> closedUntil() {
        return askedAt.size() < LIMIT
                ? Optional.empty()
                : Optional.of(askedAt.get(askedAt.size() - LIMIT).plus(LENGTH));
    }

    RefreshWindow and(Instant now) {
        return new RefreshWindow(Stream.concat(askedAt.stream(), Stream.of(now)).toList());
    }

    /** As after Zoho said that it was too much: nobody asks for a whole window, since asking on makes it longer. */
    static RefreshWindow usedUp(Instant now) {
        return new RefreshWindow(Collections.nCopies(LIMIT, now));
    }
}
