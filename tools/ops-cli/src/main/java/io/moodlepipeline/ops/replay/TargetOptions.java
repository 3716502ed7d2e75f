package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.time.DurationConverter;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Option;

/** Where to go on: exactly one of these is given. Named as those of {@code kafka-consumer-groups}, where that has them. */
final class TargetOptions {
    @Option(names = "--to-earliest", description = "To the oldest event that is retained.")
    private boolean toEarliest;

    @Option(names = "--to-latest", description = "To the end: what waits is never read.")
    private boolean toLatest;

    @Option(
            names = "--to-datetime",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "To the first event of this time or later, such as 2026-09-01T08:00:00 (UTC unless it says).")
    private Instant toDateTime;

    @Option(
            names = "--by-duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "To the first event that is not older than this, such as 90m, 2d or P1DT2H.")
    private Duration byDuration;

    @Option(names = "--to-offset", paramLabel = "OFFSET", description = "To this offset.")
    private Long toOffset;

    @Option(names = "--shift-by", paramLabel = "COUNT", description = "Back by this many if it is negative, else on.")
    private Long shiftBy;

    @Option(
            names = "--event-id",
            paramLabel = "UUID",
            description = "To the event with this id, where it is; other partitions stay. Searches every record.")
    private UUID eventId;

    @Option(
            names = "--to-stored",
            description = "To where the tables end, for a database that was restored from a backup; db-writer only."
                    + " Stop the db-writer before you restore.")
    private boolean toStored;

    boolean isToStored() {
        return toStored;
    }

    /** Whether it makes sense for all topics that the group reads, without saying so. */
    boolean isForAllTopics() {
        return toStored || eventId != null;
    }

    boolean isNegativeOffset() {
        return toOffset != null && toOffset < 0;
    }

    Target target(TopicReader reader, DatabaseOptions database, PrintWriter err, Clock clock) {
        if (toEarliest) {
            return each(position -> position.to(position.begin()));
        }
        if (toLatest) {
            return each(position -> position.to(position.end()));
        }
        if (toOffset != null) {
            return each(position -> position.to(toOffset));
        }
        if (shiftBy != null) {
            return each(position -> position.to(shifted(position.current(), shiftBy)));
        }
        if (eventId != null) {
            return new EventTarget(eventId, reader, err);
        }
        if (toStored) {
            return new StoredTarget(stored(database), StoredTarget.EventIds.readBy(reader));
        }
        return since(toDateTime != null ? toDateTime : clock.instant().minus(byDuration), reader);
    }

    private static Target each(Function<Position, Move> move) {
        return positions -> positions.stream().map(move).toList();
    }

    /** Beyond the largest number is the end, not the beginning. */
    private static long shifted(long offset, long by) {
        long sum = offset + by;
        return by > 0 && sum < offset ? Long.MAX_VALUE : sum;
    }

    private static Target since(Instant time, TopicReader reader) {
        return positions -> {
            Map<TopicPartition, Long> offsets =
                    reader.at(positions.stream().map(Position::partition).toList(), Math.max(0, time.toEpochMilli()));
            return positions.stream()
                    .map(position -> position.to(offsets.get(position.partition())))
                    .toList();
        };
    }

    private static Map<TopicPartition, StoredEvent> stored(DatabaseOptions options) {
        try (Connection database = options.connect()) {
            return StoredEvents.furthest(database);
        } catch (SQLException e) {
            throw DatabaseOptions.explained(e);
        }
    }
}
