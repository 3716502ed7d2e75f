package io.moodlepipeline.event;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mints the UUIDv7s that order events of the same time: each greater than the one before, for the life of this object, also when
 * the clock is set back. Safe for use by many threads.
 */
public final class Sequences {
    private static final int TIME_ORDERED_EPOCH = 7;

    private final Clock clock;
    private final AtomicLong latestMillis = new AtomicLong();
    private final TimeOrderedEpochFactory factory;

    public Sequences(Clock clock) {
        this.clock = clock;
        this.factory = TimeOrderedEpochFactory.builder()
                .withTimeFunction(() -> latestMillis.accumulateAndGet(clock.millis(), Math::max))
                .withIncrementPlusN()
                // They order events and tell them apart; nobody has to be kept from guessing them.
                .withFastRandom()
                .build();
    }

    public UUID next() {
        return factory.create();
    }

    /**
     * The sequence of an event whose sender chose this id: the id itself where it carries an order we can believe (a UUIDv7 not
     * over 5 minutes ahead), else a minted one.
     */
    public UUID of(UUID eventId) {
        return ordersItself(eventId) ? eventId : next();
    }

    private boolean ordersItself(UUID eventId) {
        OptionalLong mintedAt = millisOf(eventId);
        return mintedAt.isPresent() && mintedAt.getAsLong() <= clock.millis() + Version.CLOCK_TOLERANCE.toMillis();
    }

    /** The time in a UUIDv7, Unix milliseconds; empty for UUIDs of other kinds. */
    public static OptionalLong millisOf(UUID id) {
        boolean isTimeOrdered = id.version() == TIME_ORDERED_EPOCH && id.variant() == 2;
        return isTimeOrdered ? OptionalLong.of(id.getMostSignificantBits() >>> 16) : OptionalLong.empty();
    }
}
