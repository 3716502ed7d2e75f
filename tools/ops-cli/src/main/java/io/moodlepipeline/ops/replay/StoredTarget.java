package io.moodlepipeline.ops.replay;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.record.RecordText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * To where the tables end: for a database that was restored from a backup, and does not know the latest events that the group has
 * committed.
 *
 * <p>A row holds the topic, partition and offset of its newest event. Let {@code m} be the highest offset of a partition that is in
 * any row. The db-writer handles a partition in the order of its offsets, batch after batch: when the batch with {@code m} was read,
 * everything before that batch had been applied, found older than its row, or dead-lettered, in transactions that had ended. A
 * backup that has the row of {@code m} has all of those, too, since it is taken as of one moment; each topic feeds one table, so it
 * is enough that this holds for each table alone. So it is safe to go on with the first event of that batch, or any before.
 *
 * <p>Within the batch it would not be safe: the good records of a batch are written before its bad ones are judged, and a bad one
 * may have been applied later, after the backup, when what was wrong had been mended. Where the batch began is not recorded; that it
 * has at most {@link #BATCH} records is known. Going too far back costs time and nothing else, since the newest version wins.
 *
 * <p>Three cases go back further. Without a row, everything before may have been older than some row, or is gone with the table: from
 * the beginning. If the record at {@code m} is not the row's event, the topic was made anew since, and the row's offset says nothing
 * about it: from the beginning. And the group's own offset is never passed, since what is after it was not handled at all.
 *
 * <p>What this cannot see: a db-writer that already ran on the restored database wrote rows of newer events, behind which the gap
 * hides. Then the time of the backup is the place to go back to.
 */
final class StoredTarget implements Target {
    /** Five times the records that the db-writer reads at once. */
    static final long BATCH = 10_000;

    private final Map<TopicPartition, StoredEvent> stored;
    private final EventIds records;

    /** @param stored the furthest event of each partition that is in a row */
    StoredTarget(Map<TopicPartition, StoredEvent> stored, EventIds records) {
        this.stored = Map.copyOf(stored);
        this.records = records;
    }

    @Override
    public List<Move> moves(List<Position> positions) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        for (Position position : positions) {
            StoredEvent event = stored.get(position.partition());
            if (event != null && event.offset() >= position.begin() && event.offset() < position.end()) {
                asked.put(position.partition(), event.offset());
            }
        }
        Map<TopicPartition, UUID> found = records.at(asked);
        return positions.stream()
                .map(position -> move(position, found.get(position.partition())))
                .toList();
    }

    /** @param found the event that stands where the row says that its own does; null when there is none */
    private Move move(Position position, UUID found) {
        StoredEvent event = stored.get(position.partition());
        if (position.committed().isEmpty()) {
            return position.to(position.begin()).because("never committed: from the beginning");
        }
        if (event == null) {
            return position.to(position.begin()).because("in no row: from the beginning");
        }
        if (!event.eventId().equals(found)) {
            return position.to(position.begin())
                    .because("the event of the furthest row, offset " + event.offset()
                            + ", is not there: from the beginning");
        }
        long safe = Math.min(position.current(), event.offset() + 1 - BATCH);
        return position.to(Math.max(position.begin(), safe)).because("the furthest row is of offset " + event.offset());
    }

    /** Which event stands where. */
    @FunctionalInterface
    interface EventIds {
        /** Without those places where no event can be read. */
        Map<TopicPartition, UUID> at(Map<TopicPartition, Long> offsets);

        static EventIds readBy(TopicReader reader) {
            return offsets -> {
                Map<TopicPartition, Long> ends = new HashMap<>();
                offsets.forEach((partition, offset) -> ends.put(partition, offset + 1));
                Map<TopicPartition, UUID> ids = new HashMap<>();
                reader.read(
                        offsets,
                        ends,
                        record -> EventMetadata.uuid(RecordText.header(record.headers(), EventHeaders.ID))
                                .ifPresent(id -> ids.put(new TopicPartition(record.topic(), record.partition()), id)));
                return ids;
            };
        }
    }
}
