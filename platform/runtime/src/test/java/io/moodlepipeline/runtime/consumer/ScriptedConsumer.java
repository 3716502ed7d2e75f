package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Kafka's mock over a log that stays: records come again after a seek, and a wakeup interrupts a commit, as with brokers. Each poll
 * first runs one step of the test's script; the poll after the last step ends it.
 */
final class ScriptedConsumer extends MockConsumer<byte[], byte[]> {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Deque<RuntimeException> commitFailures = new ArrayDeque<>();
    private final Deque<RuntimeException> committedFailures = new ArrayDeque<>();
    private final List<Map<TopicPartition, Long>> commits = new ArrayList<>();
    private final Map<TopicPartition, String> committedMetadata = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committedNow = new HashMap<>();
    private Runnable end = () -> {};
    private Runnable beforeCommit = () -> {};
    private boolean woken;
    private int mostPolled = Integer.MAX_VALUE;
    private boolean closedWhileInterrupted;

    ScriptedConsumer() {
        super("none");
    }

    void script(Runnable whenDone, Runnable... script) {
        end = whenDone;
        steps.addAll(List.of(script));
    }

    void append(TopicPartition partition, String... values) {
        List<ConsumerRecord<byte[], byte[]>> records = log.computeIfAbsent(partition, unknown -> new ArrayList<>());
        for (String value : values) {
            records.add(record(partition, records.size(), value));
        }
        updateBeginningOffsets(Map.of(partition, 0L));
    }

    /** Records that say whose they are. */
    void appendOf(String tenant, TopicPartition partition, String... values) {
        append(partition, values);
        List<ConsumerRecord<byte[], byte[]>> records = log.get(partition);
        records.subList(records.size() - values.length, records.size())
                .forEach(record -> record.headers().add("ce_tenantid", tenant.getBytes(UTF_8)));
    }

    /** With the same records in its topic. */
    ScriptedConsumer restarted() {
        ScriptedConsumer restarted = new ScriptedConsumer();
        log.forEach((partition, records) -> {
            restarted.log.put(partition, new ArrayList<>(records));
            restarted.updateBeginningOffsets(Map.of(partition, 0L));
        });
        return restarted;
    }

    /** What the group has committed by this member. */
    Map<TopicPartition, OffsetAndMetadata> committedNow() {
        return Map.copyOf(committedNow);
    }

    static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", "11111111-2222-4333-8444-555555555555".getBytes(UTF_8));
        byte[] bytes = value.getBytes(UTF_8);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                1_700_000_000_000L + offset,
                TimestampType.CREATE_TIME,
                0,
                bytes.length,
                ("key of " + value).getBytes(UTF_8),
                bytes,
                headers,
                Optional.empty());
    }

    /** Gives this member these partitions, of which the group has read so far what it has committed before the test. */
    void assignWithCommitted(long offset, TopicPartition... partitions) {
        rebalance(List.of(partitions));
        for (TopicPartition partition : partitions) {
            super.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
            committedNow.put(partition, new OffsetAndMetadata(offset));
        }
    }

    void assignWithCommitted(Map<TopicPartition, OffsetAndMetadata> committed) {
        rebalance(committed.keySet());
        super.commitSync(committed);
        committedNow.putAll(committed);
    }

    /** Makes a record one that was redriven for this consumer. */
    void redrive(TopicPartition partition, int offset, String forConsumer) {
        RedriveHeaders.mark(
                log.get(partition).get(offset).headers(),
                forConsumer,
                new LetterPosition(0, offset),
                UUID.fromString("018f5a00-0000-7000-8000-0000000000aa"));
    }

    String committedMetadata(TopicPartition partition) {
        return committedMetadata.get(partition);
    }

    /** So many of each partition. */
    void pollAtMost(int records) {
        mostPolled = records;
    }

    void failCommits(RuntimeException... failures) {
        commitFailures.addAll(List.of(failures));
    }

    void failReadingCommitted(RuntimeException failure) {
        committedFailures.add(failure);
    }

    void beforeCommit(Runnable check) {
        beforeCommit = check;
    }

    /** What the loop committed, oldest first. */
    List<Map<TopicPartition, Long>> commits() {
        return commits;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Runnable step = steps.poll();
        if (step == null) {
            end.run();
        } else {
            step.run();
        }
        Set<TopicPartition> readable = new HashSet<>(assignment());
        readable.removeAll(paused());
        readable.forEach(this::fetch);
        return super.poll(timeout);
    }

    private void fetch(TopicPartition partition) {
        long position = position(partition);
        log.getOrDefault(partition, List.of()).stream()
                .filter(record -> record.offset() >= position)
                .limit(mostPolled)
                .forEach(this::addRecord);
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        beforeCommit.run();
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
        RuntimeException failure = commitFailures.poll();
        if (failure != null) {
            throw failure;
        }
        super.commitSync(offsets);
        offsets.forEach((partition, offset) -> committedMetadata.put(partition, offset.metadata()));
        committedNow.putAll(offsets);
        commits.add(offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, committed -> committed.getValue().offset())));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        RuntimeException failure = committedFailures.poll();
        if (failure != null) {
            throw failure;
        }
        return super.committed(partitions);
    }

    /** The mock goes on naming partitions that have left. */
    @Override
    public synchronized Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new HashSet<>(super.paused());
        paused.retainAll(assignment());
        return paused;
    }

    boolean closedWhileInterrupted() {
        return closedWhileInterrupted;
    }

    @Override
    public void close(CloseOptions options) {
        closedWhileInterrupted = Thread.currentThread().isInterrupted();
        super.close(options);
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
        super.wakeup();
    }
}
