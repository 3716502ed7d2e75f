package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.record.RecordText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * A try at the records of a tenant that is held back: reads from where they begin, and passes over those of others, which are done with
 * up to where the consumer had come to. It takes no more at once than a batch, so that the others wait for no longer than that.
 */
final class Trial {
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /** Then it goes with what it has, so that a broker that does not answer holds up nobody. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String tenant;
    private final Predicate<ConsumerRecord<byte[], byte[]>> concerned;
    private final Map<TopicPartition, Long> next;
    private final Map<TopicPartition, Long> returnTo;
    private final long endAt;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long bytes;

    /**
     * @param concerned what concerns the sink
     * @param first where its records begin
     * @param returnTo where the consumer had come to in the same partitions
     */
    Trial(
            String tenant,
            Predicate<ConsumerRecord<byte[], byte[]>> concerned,
            Map<TopicPartition, Long> first,
            Map<TopicPartition, Long> returnTo,
            long now) {
        this.tenant = tenant;
        this.concerned = concerned;
        this.next = new HashMap<>(first);
        this.returnTo = new HashMap<>(returnTo);
        this.endAt = now + LIMIT.toNanos();
    }

    String tenant() {
        return tenant;
    }

    Set<TopicPartition> partitions() {
        return next.keySet();
    }

    void add(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            if (next.containsKey(partition)) {
                polled.records(partition).forEach(record -> add(partition, record));
            }
        }
        polled.nextOffsets()
                .forEach((partition, offset) -> next.computeIfPresent(
                        partition, (known, before) -> Math.min(offset.offset(), returnTo.get(partition))));
    }

    private void add(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        boolean isWanted = record.offset() < returnTo.get(partition)
                && RecordText.tenant(record.headers()).equals(tenant)
                && concerned.test(record);
        if (isWanted) {
            records.add(record);
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
    }

    /** Whether it has enough for a judgement, or all there is. */
    boolean isDue(long now) {
        return records.size() >= FloodGuard.SMALLEST_BATCH || bytes >= MAX_BYTES || isComplete() || endAt - now <= 0;
    }

    /** Whether it has read all that is held back. */
    boolean isComplete() {
        return next.entrySet().stream().allMatch(position -> position.getValue() >= returnTo.get(position.getKey()));
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** How far it has read. */
    Map<TopicPartition, Long> next() {
        return next;
    }

    Map<TopicPartition, Long> returnTo() {
        return returnTo;
    }

    void retain(Set<TopicPartition> assignment) {
        drop(next.keySet().stream()
                .filter(partition -> !assignment.contains(partition))
                .toList());
    }

    void drop(Collection<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
        returnTo.keySet().removeAll(partitions);
        records.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
    }
}
