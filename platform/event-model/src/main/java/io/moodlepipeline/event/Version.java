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
 * @param epoch the tenant's epoch when the event was received: the way back for a school whose events would otherwise count as older
 * @param timed whether this is a grade whose sender said when it happened, which beats all that say nothing: their dates are those of
 *     rows, and a course reset gives older-looking ones. False for what is no grade
 * @param generation the grade's id for grades that are not timed, which leads because a course reset gives a new one; else 0. Ids of timed
 *     grades do not count: they go down when users are merged or a Moodle is restored
 * @param time when the event happened, to the millisecond
 * @param sequence a UUIDv7 that orders events of the same time
 * @param rules version of the banding rules for judged grades, so that a judgement by newer rules wins; else 0
 */
public record Version(int epoch, boolean timed, long generation, Instant time, UUID sequence, int rules)
        implements Comparable<Version> {

    /** A clock further ahead than this is wrong, and must not let its events win for ever. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Comparator<UUID> UNSIGNED = Comparator.<UUID>comparingLong(
                    uuid -> uuid.getMostSignificantBits() + Long.MIN_VALUE)
            .thenComparingLong(uuid -> uuid.getLeastSignificantBits() + Long.MIN_VALUE);

    private static final Comparator<Version> BY_TIME =
            Comparator.comparing(Version::time).thenComparing(Version::sequence, UNSIGNED);

    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::epoch)
            .thenComparing(Version::timed)
            .thenComparingLong(Version::generation)
            .thenComparing(BY_TIME)
            .thenComparingInt(Version::rules);

    /** Of the first epoch, and not timed. */
    public Version(long generation, Instant time, UUID sequence, int rules) {
        this(0, false, generation, time, sequence, rules);
    }

    public static Version of(EventMetadata metadata, MoodleEvent event) {
        boolean timed = event.generation() > 0 && metadata.eventTimeMillis() > 0;
        return new Version(
                metadata.epoch(),
                timed,
                timed ? 0 : event.generation(),
                believedTime(metadata, event),
                metadata.sequence(),
                event.rules());
    }

    /** Whether it happened later, by time and sequence alone. */
    public boolean isLaterThan(Version other) {
        return BY_TIME.compare(this, other) > 0;
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
