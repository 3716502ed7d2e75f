package io.moodlepipeline.ops.replay;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.records.Progress;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.record.RecordText;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** To the first record with this event's id, on the partitions that have one; the others stay. */
final class EventTarget implements Target {
    private final UUID eventId;
    private final TopicReader reader;
    private final PrintWriter err;

    /** @param err hears of the progress: every retained record is looked at */
    EventTarget(UUID eventId, TopicReader reader, PrintWriter err) {
        this.eventId = eventId;
        this.reader = reader;
        this.err = err;
    }

    @Override
    public List<Move> moves(List<Position> positions) {
        Map<TopicPartition, Long> found = find(positions);
        return positions.stream()
                .filter(position -> found.containsKey(position.partition()))
                .map(position -> position.to(found.get(position.partition())))
                .toList();
    }

    private Map<TopicPartition, Long> find(List<Position> positions) {
        long total = positions.stream()
                .mapToLong(position -> position.end() - position.begin())
                .sum();
        Progress progress = new Progress(err, System::nanoTime, "records searched", total);
        Map<TopicPartition, Long> found = new HashMap<>();
        reader.read(
                positions.stream().collect(Collectors.toMap(Position::partition, Position::begin)),
                positions.stream().collect(Collectors.toMap(Position::partition, Position::end)),
                record -> {
                    if (isIt(record)) {
                        found.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
                    }
                    progress.step();
                });
        return found;
    }

    private boolean isIt(ConsumerRecord<byte[], byte[]> record) {
        return EventMetadata.uuid(RecordText.header(record.headers(), EventHeaders.ID))
                .filter(eventId::equals)
                .isPresent();
    }
}
