package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.NotAcknowledgedException;
import io.moodlepipeline.runtime.deadletter.Streaks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees to it that of each batch every record is written or kept before the next step, which is to commit: write, judge, keep what
 * was refused. Or says what is in the way, and has changed nothing then that coming again does not change in the same way.
 */
public final class BatchDelivery {
    /** So often in a row may a batch meet what mostly passes, while the target takes writes, before a record of it is suspected. */
    private static final int ROUNDS_BEFORE_BLAME = 3;

    private final BatchSink target;
    private final IsolatingSink sink;
    private final FloodGuard guard;
    private final DeadLetterQueue deadLetters;
    private final ConsumerMetrics metrics;

    /** Partitions with records that are neither written nor kept yet. */
    private final Set<TopicPartition> owed = new HashSet<>();

    private boolean owesRecalled;
    private int failedRounds;
    private final Streaks streaks = new Streaks();

    public BatchDelivery(BatchSink sink, FloodGuard guard, DeadLetterQueue deadLetters, ConsumerMetrics metrics) {
        this.target = sink;
        this.sink = new IsolatingSink(sink);
        this.guard = guard;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    Gatherer gatherer(Linger linger, HeldTenants held, LongSupplier nanoTime) {
        return new Gatherer(linger, deadLetters.consumer(), target, held, nanoTime);
    }

    void passedOver(int records) {
        metrics.skipped(records);
    }

    /** Brings records that were read the first time, or came again after an obstacle. */
    Delivery deliver(ConsumerRecords<byte[], byte[]> gathered) throws InterruptedException {
        Batch batch = new Batch(gathered);
        Delivery delivery = bring(batch, failedRounds >= ROUNDS_BEFORE_BLAME, (records, outcomes) -> {});
        if (delivery.obstacle().isPresent()) {
            owed.addAll(batch.partitions());
        } else {
            owed.removeAll(batch.partitions());
            forgetFailures();
        }
        return delivery;
    }

    /**
     * Brings records of a tenant that is held back. What mostly passes has been waited for before it was, so now a record behind it is
     * looked for at once: the others must not wait for it.
     */
    Delivery deliverHeld(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        return bring(Batch.of(records), true, (decided, outcomes) -> {});
    }

    /** Brings what the sink held and can be decided now. */
    Recall deliverRecalled() throws InterruptedException {
        try {
            Batch batch = Batch.recalled(target.recall());
            Optional<Obstacle> obstacle = Optional.empty();
            if (!batch.records().isEmpty()) {
                Delivery delivery = bring(batch, failedRounds >= ROUNDS_BEFORE_BLAME, target::decided);
                obstacle = delivery.obstacle()
                        .or(() ->
                                delivery.floods().values().stream().findFirst().map(Obstacle::flood));
            }
            owesRecalled = obstacle.isPresent();
            forgetFailures();
            return new Recall(obstacle, !batch.records().isEmpty());
        } catch (TargetException e) {
            owesRecalled = true;
            return new Recall(Optional.of(Obstacle.outage(e.getMessage())), false);
        }
    }

    private void forgetFailures() {
        if (owesNothing()) {
            failedRounds = 0;
        }
    }

    private Delivery bring(Batch batch, boolean blameTransients, AfterKeeping after) throws InterruptedException {
        BatchTally tally = new BatchTally(guard, streaks, batch);
        try {
            IsolatingSink.Round round = sink.write(batch, blameTransients, tally);
            if (round.undecided().isPresent()) {
                return Delivery.hindered(Obstacle.retry(round.undecided().get()));
            }
            Batch decided = round.decided();
            List<Outcome> outcomes = round.outcomes();
            deadLetters.keep(decided, outcomes);
            after.run(decided.records(), outcomes);
            metrics.delivered(outcomes);
            tally.settle(streaks);
            sink.settled(decided);
            return new Delivery(Optional.empty(), round.floods());
        } catch (TargetException e) {
            failedRounds = e.kind() == FailureKind.TRANSIENT ? failedRounds + 1 : 0;
            return Delivery.hindered(Obstacle.outage(e.getMessage()));
        } catch (NotAcknowledgedException e) {
            return Delivery.hindered(Obstacle.outage("the dead-letter topics do not take records"));
        }
    }

    /** Whether the target takes writes; if not, why. */
    Optional<Obstacle> probe() {
        try {
            sink.probe();
            return Optional.empty();
        } catch (TargetException e) {
            failedRounds = 0;
            return Optional.of(Obstacle.outage(e.getMessage()));
        }
    }

    /** Whether there was once no memory for what was in hand. */
    boolean ranOutOfMemory() {
        return sink.ranOutOfMemory();
    }

    /** Whether a record that failed alone is to be tried again. */
    boolean isTrying() {
        return sink.isTrying();
    }

    boolean owesNothing() {
        return owed.isEmpty() && !owesRecalled;
    }

    /** Forgets what is another instance's now. */
    void retain(Set<TopicPartition> assignment) {
        owed.retainAll(assignment);
        sink.retain(assignment);
    }

    /** How many records of each tenant in a row were dead letters. */
    Streaks streaks() {
        return streaks;
    }

    /**
     * @param obstacle what must pass before the batch comes again; empty when it is done with, but for the floods
     * @param floods by tenant, why too many of its records would be dead letters: nothing of them is kept, so they have to come again
     */
    record Delivery(Optional<Obstacle> obstacle, Map<String, Flood> floods) {
        private static Delivery hindered(Obstacle obstacle) {
            return new Delivery(Optional.of(obstacle), Map.of());
        }
    }

    /**
     * @param obstacle empty when nothing is in the way
     * @param any whether there was something to bring, so that more may be there
     */
    record Recall(Optional<Obstacle> obstacle, boolean any) {}

    @FunctionalInterface
    private interface AfterKeeping {
        void run(List<ConsumerRecord<byte[], byte[]>> decided, List<Outcome> outcomes) throws TargetException;
    }
}
