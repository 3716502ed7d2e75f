package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.NotAcknowledgedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
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
    private int streak;

    public BatchDelivery(BatchSink sink, FloodGuard guard, DeadLetterQueue deadLetters, ConsumerMetrics metrics) {
        this.target = sink;
        this.sink = new IsolatingSink(sink);
        this.guard = guard;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    Gatherer gatherer(Linger linger, LongSupplier nanoTime) {
        return new Gatherer(linger, deadLetters.consumer(), target, nanoTime);
    }

    void passedOver(int records) {
        metrics.skipped(records);
    }

    /** Empty when all is done and the offsets may be committed. */
    Optional<Obstacle> deliver(ConsumerRecords<byte[], byte[]> gathered) throws InterruptedException {
        Batch batch = new Batch(gathered);
        Optional<Obstacle> obstacle = bring(batch, outcomes -> {});
        if (obstacle.isPresent()) {
            owed.addAll(batch.partitions());
        } else {
            owed.removeAll(batch.partitions());
            forgetFailures();
        }
        return obstacle;
    }

    /** Brings what the sink held and can be decided now. */
    Recall deliverRecalled() throws InterruptedException {
        try {
            Batch batch = Batch.recalled(target.recall());
            Optional<Obstacle> obstacle = Optional.empty();
            if (!batch.records().isEmpty()) {
                obstacle = bring(batch, outcomes -> target.decided(batch.records(), outcomes));
            }
            owesRecalled = obstacle.isPresent();
            forgetFailures();
            return new Recall(obstacle, !batch.records().isEmpty());
        } catch (TargetException e) {
            owesRecalled = true;
            return new Recall(Optional.of(Obstacle.outage(e.getMessage())), false);
        }
    }

    private Optional<Obstacle> bring(Batch batch, AfterKeeping after) throws InterruptedException {
        FloodGuard.Tally tally = guard.tally(streak, batch.records().size());
        Optional<Obstacle> obstacle = bring(batch, tally, after);
        if (obstacle.isEmpty()) {
            streak = tally.streak();
            sink.settled(batch);
        }
        return obstacle;
    }

    private void forgetFailures() {
        if (owesNothing()) {
            failedRounds = 0;
        }
    }

    private Optional<Obstacle> bring(Batch batch, FloodGuard.Tally tally, AfterKeeping after)
            throws InterruptedException {
        try {
            IsolatingSink.Round round = sink.write(batch, failedRounds >= ROUNDS_BEFORE_BLAME, tally);
            if (tally.isFlood()) {
                return Optional.of(Obstacle.flood(round.failures()));
            }
            if (round.undecided().isPresent()) {
                return round.undecided().map(Obstacle::retry);
            }
            deadLetters.keep(batch, round.outcomes());
            after.run(round.outcomes());
            metrics.delivered(round.outcomes());
            return Optional.empty();
        } catch (TargetException e) {
            failedRounds = e.kind() == FailureKind.TRANSIENT ? failedRounds + 1 : 0;
            return Optional.of(Obstacle.outage(e.getMessage()));
        } catch (NotAcknowledgedException e) {
            return Optional.of(Obstacle.outage("the dead-letter topics do not take records"));
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

    boolean owesNothing() {
        return owed.isEmpty() && !owesRecalled;
    }

    /** Forgets what is another instance's now. */
    void retain(Set<TopicPartition> assignment) {
        owed.retainAll(assignment);
        sink.retain(assignment);
    }

    /** How many records in a row were dead letters. */
    int streak() {
        return streak;
    }

    /** Counts on from where the group had come to. */
    void continueStreak(int committed) {
        streak = Math.max(streak, committed);
    }

    /**
     * @param obstacle empty when nothing is in the way
     * @param any whether there was something to bring, so that more may be there
     */
    record Recall(Optional<Obstacle> obstacle, boolean any) {}

    @FunctionalInterface
    private interface AfterKeeping {
        void run(List<Outcome> outcomes) throws TargetException;
    }
}
