package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from topics into a sink, at least once: poll, write, keep what was refused, commit. Offsets are committed only
 * after the write is durable and the dead letters are acknowledged, so whatever is killed whenever, uncommitted records come again.
 *
 * <p>While the target is away the loop holds nothing in memory: it goes back to where the batch began, pauses, and keeps polling
 * so that it stays in its group. When the wait is over it resumes and the same records are fetched again. A partition that moves
 * to another instance meanwhile takes nothing with it, since nothing of the batch was committed.
 *
 * <p>Runs on one thread; only {@link #stop} may be called from another.
 */
public final class ConsumerLoop {
    private static final Logger log = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration IDLE_POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Collection<String> topics;
    private final IsolatingSink sink;
    private final DeadLetterQueue deadLetters;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final HealthState health;
    private final ConsumerMetrics metrics;

    /** Partitions whose records the target did not take yet. */
    private final Set<TopicPartition> owed = new HashSet<>();

    private volatile boolean stopping;
    private boolean waiting;
    private long waitUntil;

    /** @param nanoTime a clock that is not set back, such as {@link System#nanoTime} */
    public ConsumerLoop(
            Consumer<byte[], byte[]> consumer,
            Collection<String> topics,
            BatchSink sink,
            DeadLetterQueue deadLetters,
            Backoff backoff,
            LongSupplier nanoTime,
            HealthState health,
            ConsumerMetrics metrics) {
        this.consumer = consumer;
        this.topics = List.copyOf(topics);
        this.sink = new IsolatingSink(sink);
        this.deadLetters = deadLetters;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.health = health;
        this.metrics = metrics;
    }

    /** Runs until {@link #stop} or until it meets what only a person can mend, which the health then says. Closes the consumer. */
    public void run() throws InterruptedException {
        try {
            consumer.subscribe(topics, new NewPartitionsWaitToo());
            while (!stopping) {
                step();
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
        }
    }

    /** Ends the loop after the batch in hand. */
    public void stop() {
        stopping = true;
        consumer.wakeup();
    }

    private void step() throws InterruptedException {
        resumeWhenDue();
        ConsumerRecords<byte[], byte[]> records = poll();
        if (!records.isEmpty()) {
            deliver(records);
        }
        // That a wait is over does not mean that the target is back: what it refused must have gone through, or gone
        // elsewhere.
        owed.retainAll(consumer.assignment());
        if (!waiting && owed.isEmpty() && consumer.groupMetadata().generationId() > 0) {
            metrics.outage(false);
            health.set(Health.inGoodOrder());
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(waiting ? untilDue() : IDLE_POLL);
        } catch (NoOffsetForPartitionException e) {
            // The group has never committed here: its first record is the topic's first.
            consumer.seekToBeginning(e.partitions());
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) {
            String lost = "records were lost to retention or with the topic: the committed offsets of " + e.partitions()
                    + " are not there any more; reset the group's offsets once you know what is missing";
            health.set(Health.failed(lost));
            stopping = true;
            return ConsumerRecords.empty();
        }
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(records.count());
        records.forEach(batch::add);
        try {
            List<Refusal> refusals = sink.write(batch);
            deadLetters.keep(refusals);
            metrics.delivered(batch.size() - refusals.size(), refusals);
            backoff.reset();
            owed.clear();
        } catch (SinkUnavailableException e) {
            goBackAndWait(records, e);
            return;
        }
        commit(records);
    }

    private void commit(ConsumerRecords<byte[], byte[]> records) {
        try {
            commitThoughStopped(records.nextOffsets());
        } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
            // Committed with a later batch, or these partitions are another instance's now, which repeats the writes.
            log.atWarn()
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .log("Offsets not committed; the records may come again");
        }
    }

    private void commitThoughStopped(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            // The stop came between write and commit; the wakeup is spent now.
            consumer.commitSync(offsets);
        }
    }

    private void goBackAndWait(ConsumerRecords<byte[], byte[]> records, SinkUnavailableException outage) {
        Duration wait = backoff.next();
        for (TopicPartition partition : records.partitions()) {
            consumer.seek(partition, records.records(partition).get(0).offset());
        }
        consumer.pause(consumer.assignment());
        owed.addAll(records.partitions());
        waiting = true;
        waitUntil = nanoTime.getAsLong() + wait.toNanos();
        metrics.outage(true);
        health.set(Health.degraded(outage.getMessage()));
        log.atDebug().addKeyValue("wait", wait).log("Target unavailable; waiting");
    }

    private void resumeWhenDue() {
        if (waiting && waitUntil - nanoTime.getAsLong() <= 0) {
            waiting = false;
            consumer.resume(consumer.paused());
        }
    }

    private Duration untilDue() {
        return Duration.ofNanos(Math.max(0, waitUntil - nanoTime.getAsLong()));
    }

    /** A partition that arrives during an outage must not be read before the wait is over. */
    private final class NewPartitionsWaitToo implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (waiting) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Every batch is committed before the next poll, so there is nothing to hand over.
        }
    }
}
