package io.moodlepipeline.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * Which of two events about the same row is newer. It depends on the event alone, so consumers agree whatever order they see, and
 * replays converge: a writer applies what is {@code >=} the version it has stored.
 *
 * <p>Compared in the order of the components; the sequence unsigned, as PostgreSQL compares {@code uuid}.
 *
 * @param generation the grade's id for grades, which leads because a course reset gives a new id and older-looking dates; else 0
 * @param time when the event happened, to the millisecond
 * @param sequence a UUIDv7 that orders events of the same time
 * @param rules version of the banding rules for judged grades, so that a judgement by newer rules wins; else 0
 */
public record Version(long generation, Instant time, UUID sequence, int rules) implements Comparable<Version> {

    /** A clock further ahead than this is wrong, and must not let its events win for ever. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Comparator<UUID> UNSIGNED = Comparator.<UUID>comparingLong(
                    uuid -> uuid.getMostSignificantBits() + Long.MIN_VALUE)
            .thenComparingLong(uuid -> uuid.getLeastSignificantBits() + Long.MIN_VALUE);

    private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::generation)
            .thenComparing(Version::time)
            .thenComparing(Version::sequence, UNSIGNED)
            .thenComparingInt(Version::rules);

    public static Version of(EventMetadata metadata, MoodleEvent event) {
        return new Version(event.generation(), believedTime(metadata, event), metadata.sequence(), event.rules());
    }

    private static Instant believedTime(EventMetadata metadata, MoodleEvent event) {
        Instant claimed = claimedTime(metadata, event);
        boolean fromTheFuture = claimed.isAfter(metadata.received().plus(CLOCK_TOLERANCE));
        return fromTheFuture ? metadata.received() : claimed;
    }

    private static Instant claimedTime(EventMetadata metadata, MoodleEvent event) {
        if (metadata.eventTimeMillis() > 0) {
            return Instant.ofEpochMilli(metadata.eventTimeMillis());
        }
        if (event.timeModified() > 0) {
            return Instant.ofEpochSecond(event.timeModified());
        }
        return metadata.received();
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
