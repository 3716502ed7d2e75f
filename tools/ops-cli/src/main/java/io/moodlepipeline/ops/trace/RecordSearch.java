package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.ops.records.Progress;
import io.moodlepipeline.ops.records.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Finds records in the topics of events, reading no more than it must. */
final class RecordSearch {
    private final TopicReader reader;
    private final LongFunction<Progress> progress;

    /** @param progress is told how many records are to be read */
    RecordSearch(TopicReader reader, LongFunction<Progress> progress) {
        this.reader = reader;
        this.progress = progress;
    }

    /** Those that are where they should be: all, unless a sender's clock was wrong. */
    List<ConsumerRecord<byte[], byte[]>> likely(Wanted wanted) {
        List<TopicPartition> partitions = partitions(wanted);
        return read(wanted, likelyBeginnings(wanted, partitions), reader.ends(partitions));
    }

    /** Those before. */
    List<ConsumerRecord<byte[], byte[]>> unlikely(Wanted wanted) {
        List<TopicPartition> partitions = partitions(wanted);
        return read(wanted, reader.beginnings(partitions), likelyBeginnings(wanted, partitions));
    }

    private Map<TopicPartition, Long> likelyBeginnings(Wanted wanted, List<TopicPartition> partitions) {
        return wanted.notBefore()
                .map(time -> reader.at(partitions, time.toEpochMilli()))
                .orElseGet(() -> reader.beginnings(partitions));
    }

    private List<TopicPartition> partitions(Wanted wanted) {
        return Stream.of(EventType.values())
                .flatMap(type -> partitions(type.topic(), wanted).stream())
                .toList();
    }

    private List<TopicPartition> partitions(String topic, Wanted wanted) {
        List<TopicPartition> all = reader.partitions(List.of(topic));
        List<TopicPartition> own = all.stream()
                .filter(partition -> wanted.belongsIn(partition.partition(), all.size()))
                .toList();
        return own.size() == all.size() || isPlacedByKey(all) ? own : all;
    }

    /** Whether each partition begins with a record that belongs there, so that their number has not been changed since. */
    private boolean isPlacedByKey(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begin = reader.beginnings(partitions);
        Map<TopicPartition, Long> end = reader.ends(partitions);
        end.replaceAll((partition, offset) -> Math.min(offset, begin.get(partition) + 1));
        AtomicBoolean inPlace = new AtomicBoolean(true);
        reader.read(begin, end, first -> inPlace.compareAndSet(true, Wanted.isInPlace(first, partitions.size())));
        return inPlace.get();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(
            Wanted wanted, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        Map<TopicPartition, Long> counts = to.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue() - from.get(end.getKey())));
        Progress told = progress.apply(
                counts.values().stream().mapToLong(count -> Math.max(0, count)).sum());
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        reader.read(from, to, record -> {
            told.step();
            if (wanted.test(record)) {
                found.add(record);
            }
        });
        return found;
    }
}
