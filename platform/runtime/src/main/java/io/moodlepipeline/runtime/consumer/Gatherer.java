package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds polled records until they are worth a batch. Nothing of them is committed, so what is dropped comes again. Records of others are
 * passed over here: they must neither fill a batch nor take up room.
 */
final class Gatherer {
    /** Bounds what waits in memory, whatever the size of the records. */
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Linger linger;
    private final Predicate<ConsumerRecord<byte[], byte[]>> concerned;
    private final HeldTenants held;
    private final LongSupplier nanoTime;

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();
    private int count;
    private long bytes;
    private boolean moreToRead;
    private long firstAt;

    /**
     * @param consumer its name, as redriven records carry it
     * @param sink says what concerns it
     * @param held whose records have to wait
     */
    Gatherer(Linger linger, String consumer, BatchSink sink, HeldTenants held, LongSupplier nanoTime) {
        this.linger = linger;
        this.concerned = record -> !RedriveHeaders.isForAnother(record.headers(), consumer) && sink.concerns(record);
        this.held = held;
        this.nanoTime = nanoTime;
    }

    /** @return how many were passed over as none of this consumer's business */
    int add(ConsumerRecords<byte[], byte[]> polled) {
        moreToRead = !polled.isEmpty();
        int passedOver = 0;
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (!concerns(record)) {
                passedOver++;
            } else if (!held.holdsBack(record)) {
                add(record);
            }
        }
        nextOffsets.putAll(polled.nextOffsets());
        return passedOver;
    }

    /** Whether it is this consumer's business. */
    boolean concerns(ConsumerRecord<byte[], byte[]> record) {
        return concerned.test(record);
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (count == 0) {
            firstAt = nanoTime.getAsLong();
        }
        records.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), partition -> new ArrayList<>())
                .add(record);
        count++;
        bytes += size(record);
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
    }

    /** Whether to take the batch now; true as well when there is nothing but offsets of what was passed over. */
    boolean isDue() {
        return count == 0
                || count >= linger.most()
                || bytes >= MAX_BYTES
                || (count >= linger.enough() && !moreToRead)
                || untilLimit().isZero();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** How long to poll so that the batch goes in time. */
    Duration patience(Duration idle) {
        if (count == 0) {
            return idle;
        }
        Duration most = count >= linger.enough() ? LOOK : idle;
        return most.compareTo(untilLimit()) < 0 ? most : untilLimit();
    }

    private Duration untilLimit() {
        long left = firstAt + linger.limit().toNanos() - nanoTime.getAsLong();
        return Duration.ofNanos(Math.max(0, left));
    }

    ConsumerRecords<byte[], byte[]> take() {
        ConsumerRecords<byte[], byte[]> taken = new ConsumerRecords<>(Map.copyOf(records), Map.copyOf(nextOffsets));
        records.clear();
        nextOffsets.clear();
        count = 0;
        bytes = 0;
        return taken;
    }

    /** Keeps only what is of these partitions. */
    void retain(Set<TopicPartition> partitions) {
        drop(records.keySet().stream()
                .filter(partition -> !partitions.contains(partition))
                .toList());
        nextOffsets.keySet().retainAll(partitions);
    }

    void drop(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            nextOffsets.remove(partition);
            List<ConsumerRecord<byte[], byte[]>> dropped = records.remove(partition);
            if (dropped != null) {
                count -= dropped.size();
                bytes -= dropped.stream().mapToLong(Gatherer::size).sum();
            }
        }
    }
}
