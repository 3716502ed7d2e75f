package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.GuardNote;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from topics to a target, at least once: poll, deliver, commit. Offsets are committed only after the write is durable
 * and the dead letters are acknowledged, so whatever is killed whenever, uncommitted records come again.
 *
 * <p>While something is in the way the loop holds no records in memory: it goes back to where the batch began, pauses, and keeps
 * polling so that it stays in its group. When the wait is over and the target takes writes, it resumes and the same records are
 * fetched again. A partition that moves to another instance meanwhile takes nothing with it, since nothing of the batch was committed.
 *
 * <p>The records of a tenant that the flood guard holds back are passed over, and offsets are committed only up to the first of them.
 * From time to time the loop goes back there and tries them alone; when they go through, the tenant catches up and is let go. The records
 * of others that come behind are done with ahead of the committed offset, which is noted beside it.
 *
 * <p>Runs on one thread; only {@link #stop} may be called from another.
 */
public final class ConsumerLoop {
    private static final Logger log = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration IDLE_POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Collection<String> topics;
    private final BatchDelivery delivery;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final HealthState health;
    private final ConsumerMetrics metrics;

    private final Gatherer gatherer;
    private final HeldTenants held = new HeldTenants();
    private final CommittedNotes notes;
    private final Trials trials;

    /** Partitions beside whose offsets may stand a note that was not read yet. */
    private final Set<TopicPartition> unread = new HashSet<>();

    /** How far all is written and kept, where that is not committed. */
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

    private volatile boolean stopping;
    private boolean streakKnown;
    private boolean moreRecalled;

    /** Why the loop waits; null when it does not. */
    private Obstacle obstacle;

    private long waitUntil;

    /**
     * @param linger how long polled records may wait for others
     * @param nanoTime a clock that is not set back, such as {@link System#nanoTime}
     */
    public ConsumerLoop(
            Consumer<byte[], byte[]> consumer,
            Collection<String> topics,
            BatchDelivery delivery,
            Linger linger,
            Backoff backoff,
            LongSupplier nanoTime,
            HealthState health,
            ConsumerMetrics metrics) {
        this.consumer = consumer;
        this.topics = List.copyOf(topics);
        this.delivery = delivery;
        this.gatherer = delivery.gatherer(linger, held, nanoTime);
        this.notes = new CommittedNotes(delivery.streaks(), held);
        this.trials = new Trials(consumer, held, delivery, gatherer::concerns, backoff.limit(), nanoTime);
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.health = health;
        this.metrics = metrics;
    }

    /** Runs until {@link #stop} or until it meets what only a person can mend, which the health then says. Closes the consumer. */
    public void run() throws InterruptedException {
        try {
            consumer.subscribe(topics, new Assignment());
            consume();
            finish();
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
        }
    }

    /** Ends the loop after the batch in hand. */
    public void stop() {
        stopping = true;
        consumer.wakeup();
    }

    private void consume() throws InterruptedException {
        try {
            while (!stopping) {
                step();
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        }
    }

    /** What was polled and waits for others goes now, when it can. */
    private void finish() throws InterruptedException {
        if (obstacle == null && !gatherer.isEmpty() && health.get().live()) {
            deliver();
            commit();
        }
    }

    private void step() throws InterruptedException {
        resumeWhenDue();
        if (obstacle == null && gatherer.isEmpty() && unread.isEmpty() && delivery.owesNothing()) {
            trials.beginWhenDue();
        }
        ConsumerRecords<byte[], byte[]> records = poll();
        forgetWhatLeft();
        if (obstacle != null) {
            // All is paused, so there are none; if there were, they must come again.
            goBack(records, partition -> true);
        } else if (trials.isUnderWay()) {
            // Of a partition that has just arrived.
            goBack(records, partition -> !trials.isAt(partition));
            trials.handle(records, uncommitted).ifPresent(this::await);
        } else {
            handle(records);
        }
        commit();
        stopIfOutOfMemory();
        // That a wait is over does not mean that all is well: what was in the way must have gone through, or
        // elsewhere.
        if (obstacle == null
                && delivery.owesNothing()
                && held.areTried()
                && consumer.groupMetadata().generationId() > 0) {
            backoff.reset();
            metrics.obstacle(null, held.tenants());
            health.set(held.health().orElse(Health.inGoodOrder()));
        }
    }

    private void handle(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        if (!readNotes(records)) {
            return;
        }
        trials.othersAreServed();
        delivery.passedOver(gatherer.add(records));
        if (gatherer.isDue() || !delivery.owesNothing()) {
            deliver();
        }
        // What a sink holds has no place in the topics that could be held back, so it waits until nobody is.
        if (obstacle == null && held.isEmpty()) {
            deliverRecalled();
        }
    }

    private void deliver() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> batch = gatherer.take();
        if (!batch.isEmpty()) {
            BatchDelivery.Delivery delivered = delivery.deliver(batch);
            if (delivered.obstacle().isPresent()) {
                goBack(batch, partition -> true);
                await(delivered.obstacle().get());
                return;
            }
            trials.holdBack(delivered.floods(), batch);
        }
        uncommitted.putAll(batch.nextOffsets());
    }

    private void deliverRecalled() throws InterruptedException {
        BatchDelivery.Recall recall = delivery.deliverRecalled();
        moreRecalled = recall.any();
        if (recall.obstacle().isPresent()) {
            // What is gathered comes again with the rest.
            goBack(gatherer.take(), partition -> true);
            await(recall.obstacle().get());
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(patience());
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

    private Duration patience() {
        if (obstacle != null) {
            return untilDue();
        }
        return moreRecalled ? Duration.ZERO : gatherer.patience(trials.patience(IDLE_POLL));
    }

    private void forgetWhatLeft() {
        Set<TopicPartition> assignment = consumer.assignment();
        gatherer.retain(assignment);
        unread.retainAll(assignment);
        notes.retain(assignment);
        held.retain(assignment);
        trials.retain(assignment);
        delivery.retain(assignment);
        uncommitted.keySet().retainAll(assignment);
    }

    /**
     * Learns what stands beside the offsets of partitions that have just arrived.
     *
     * @param polled come again when they are not to be handled now
     * @return whether they are
     */
    private boolean readNotes(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
        if (unread.isEmpty()) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = consumer.committed(unread);
        } catch (ApiException e) {
            goBack(polled, partition -> true);
            goBack(gatherer.take(), partition -> true);
            await(Obstacle.outage("the brokers do not say what the group has committed"));
            return false;
        }
        notes.note(committed);
        Map<TopicPartition, GuardNote> read = new HashMap<>();
        committed.forEach((partition, offset) ->
                read.put(partition, offset == null ? GuardNote.NONE : GuardNote.read(offset.metadata())));
        // Later it knows better itself, but of whom is held back: what another instance left beside a partition
        // may long be over.
        read.values().forEach(note -> delivery.streaks().continueFrom(streakKnown ? note.ofHeldAlone() : note));
        streakKnown = true;
        unread.clear();
        return !holdAsBefore(committed, read, polled);
    }

    /** @return whether anybody is held back, so that the polled records come again, from where the others had come to */
    private boolean holdAsBefore(
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, GuardNote> read,
            ConsumerRecords<byte[], byte[]> polled) {
        read.values().removeIf(note -> note.held().isEmpty());
        if (read.isEmpty()) {
            return false;
        }
        goBack(polled, partition -> true);
        read.forEach((partition, note) -> {
            for (String tenant : note.held()) {
                held.holdAsBefore(tenant, partition, committed.get(partition).offset(), nanoTime.getAsLong());
            }
            held.othersAreDone(partition, note.doneTo());
            consumer.seek(partition, note.doneTo());
        });
        return true;
    }

    private void commit() {
        if (uncommitted.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = notes.toCommit(uncommitted);
        try {
            if (!offsets.isEmpty()) {
                commitThoughStopped(offsets);
            }
            notes.note(offsets);
            uncommitted.clear();
        } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
            // Committed after the next poll, whether that brings records or not; or these partitions are another
            // instance's now, which repeats the writes.
            log.atWarn()
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .log("Offsets not committed; the records may come again");
        }
    }

    /**
     * A record that takes too much memory is found and kept like any other that fails alone. But a client's own thread may have met the
     * same want and be dead, unheard: so the process ends for another once nothing but an outage is left to wait for.
     */
    private void stopIfOutOfMemory() {
        boolean isOutage = obstacle != null && obstacle.kind() == Obstacle.Kind.OUTAGE;
        boolean isFindingOut = delivery.isTrying() && !isOutage;
        if (delivery.ranOutOfMemory() && !isFindingOut && uncommitted.isEmpty()) {
            health.set(Health.failed(
                    "there was no memory for the records in hand: those that fail alone are dead letters now; give it"
                            + " a larger heap if they should not be"));
            stopping = true;
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

    private void goBack(ConsumerRecords<byte[], byte[]> records, Predicate<TopicPartition> where) {
        for (TopicPartition partition : records.partitions()) {
            if (where.test(partition)) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    private void await(Obstacle inTheWay) {
        Duration wait = inTheWay.kind() == Obstacle.Kind.FLOOD ? backoff.limit() : backoff.next();
        consumer.pause(consumer.assignment());
        obstacle = inTheWay;
        waitUntil = nanoTime.getAsLong() + wait.toNanos();
        metrics.obstacle(inTheWay.kind(), held.tenants());
        health.set(healthIn(inTheWay));
        log.atDebug().addKeyValue("wait", wait).log("Something is in the way; waiting");
    }

    /** Who is held back does not get better by an outage. */
    private Health healthIn(Obstacle inTheWay) {
        Health alone = inTheWay.health();
        return held.health()
                .map(halted -> Health.halted(halted.detail() + "; and nobody goes on now: " + alone.detail()))
                .orElse(alone);
    }

    private void resumeWhenDue() {
        if (obstacle == null || waitUntil - nanoTime.getAsLong() > 0) {
            return;
        }
        Optional<Obstacle> still = delivery.probe();
        if (still.isPresent()) {
            // A flood is over when a batch went through, not when the target goes away as well.
            await(obstacle.kind() == Obstacle.Kind.FLOOD ? obstacle : still.get());
            return;
        }
        obstacle = null;
        consumer.resume(consumer.paused());
    }

    private Duration untilDue() {
        return Duration.ofNanos(Math.max(0, waitUntil - nanoTime.getAsLong()));
    }

    /** A partition that arrives during an outage must not be read before the wait is over. */
    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            unread.addAll(partitions);
            // They may have been another's for a moment, which has come further.
            uncommitted.keySet().removeAll(partitions);
            gatherer.drop(partitions);
            notes.forget(partitions);
            held.forget(partitions);
            trials.drop(partitions);
            if (obstacle != null) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // What is delivered was committed before the next poll, and what is gathered comes again to the next owner.
        }
    }
}
