package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.record.RecordText;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds tenants back, and from time to time goes back to where their records begin and tries them alone: when they go through, the
 * tenant catches up, and is let go. Between two parts of a backlog all others are served.
 */
final class Trials {
    private static final Logger log = LoggerFactory.getLogger(Trials.class);

    private static final Duration POLL = Duration.ofMillis(200);

    /** Long enough for a fetch from where the others had come to. */
    private static final Duration OTHERS_TURN = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final HeldTenants held;
    private final BatchDelivery delivery;
    private final Predicate<ConsumerRecord<byte[], byte[]>> concerned;
    private final Duration interval;
    private final LongSupplier nanoTime;

    /** The one that is under way; null when none is. */
    private Trial trial;

    /** Whether others are to be served before the next. */
    private boolean othersTurn;

    /**
     * @param concerned what concerns the sink
     * @param interval between a try that failed and the next
     */
    Trials(
            Consumer<byte[], byte[]> consumer,
            HeldTenants held,
            BatchDelivery delivery,
            Predicate<ConsumerRecord<byte[], byte[]>> concerned,
            Duration interval,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.held = held;
        this.delivery = delivery;
        this.concerned = concerned;
        this.interval = interval;
        this.nanoTime = nanoTime;
    }

    /** Holds back whose records in this batch were too many dead ones. All else of the batch is done with. */
    void holdBack(Map<String, Flood> floods, ConsumerRecords<byte[], byte[]> batch) {
        floods.forEach((tenant, flood) -> holdBack(tenant, flood, firstOf(tenant, batch)));
        if (held.isEmpty()) {
            return;
        }
        for (TopicPartition partition : batch.partitions()) {
            if (held.first(partition).isPresent()) {
                batch.records(partition).stream()
                        .filter(record -> !held.holdsBack(record))
                        .forEach(record -> held.othersAreDone(partition, record.offset() + 1));
            }
        }
    }

    private void holdBack(String tenant, Flood flood, Map<TopicPartition, Long> first) {
        if (held.hold(tenant, flood, first, nextTry())) {
            log.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("why", flood)
                    .log("Too many records would be dead letters; the tenant's are held back");
        }
    }

    private static Map<TopicPartition, Long> firstOf(String tenant, ConsumerRecords<byte[], byte[]> batch) {
        Map<TopicPartition, Long> first = new HashMap<>();
        batch.forEach(record -> {
            if (RecordText.tenant(record.headers()).equals(tenant)) {
                first.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
            }
        });
        return first;
    }

    private long nextTry() {
        return nanoTime.getAsLong() + interval.toNanos();
    }

    /** Goes back to a tenant's records when it is time. All that was polled before must have been handled. */
    void beginWhenDue() {
        boolean isFree = trial == null && !othersTurn;
        Optional<String> due = isFree ? held.due(nanoTime.getAsLong()) : Optional.empty();
        if (due.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> first = held.first(due.get());
        Map<TopicPartition, Long> returnTo = new HashMap<>();
        first.keySet().forEach(partition -> returnTo.put(partition, consumer.position(partition)));
        trial = new Trial(due.get(), concerned, first, returnTo, nanoTime.getAsLong());
        Set<TopicPartition> others = new HashSet<>(consumer.assignment());
        others.removeAll(first.keySet());
        consumer.pause(others);
        first.forEach(consumer::seek);
    }

    boolean isUnderWay() {
        return trial != null;
    }

    boolean isAt(TopicPartition partition) {
        return trial != null && trial.partitions().contains(partition);
    }

    void othersAreServed() {
        othersTurn = false;
    }

    /** How long to poll, of {@code idle} at most. */
    Duration patience(Duration idle) {
        if (trial != null) {
            return POLL;
        }
        return othersTurn ? OTHERS_TURN : held.untilDue(nanoTime.getAsLong(), idle);
    }

    /**
     * Takes what was polled for the try that is under way, and decides it once there is enough.
     *
     * @param uncommitted is told how far all is done with
     * @return why all have to wait; empty when they have not
     */
    Optional<Obstacle> handle(
            ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, OffsetAndMetadata> uncommitted)
            throws InterruptedException {
        trial.add(records);
        if (!trial.isDue(nanoTime.getAsLong())) {
            return Optional.empty();
        }
        Trial ended = end();
        if (ended.partitions().isEmpty()) {
            // All of them are another instance's now.
            return Optional.empty();
        }
        if (ended.records().isEmpty()) {
            advance(ended, uncommitted);
            return Optional.empty();
        }
        BatchDelivery.Delivery delivered = delivery.deliverHeld(ended.records());
        if (delivered.obstacle().isPresent()) {
            held.tryAt(ended.tenant(), nextTry());
            // That one record of the tenant's is to be tried again is nobody else's trouble.
            return delivered.obstacle().filter(obstacle -> obstacle.kind() == Obstacle.Kind.OUTAGE);
        }
        if (delivered.floods().isEmpty()) {
            advance(ended, uncommitted);
        } else {
            holdBack(ended.tenant(), delivered.floods().get(ended.tenant()), held.first(ended.tenant()));
        }
        return Optional.empty();
    }

    /** Goes on with all others from where they had come to. */
    private Trial end() {
        Trial ended = trial;
        trial = null;
        othersTurn = true;
        ended.returnTo().forEach(consumer::seek);
        consumer.resume(consumer.paused());
        return ended;
    }

    /** The records of a try are done with. */
    private void advance(Trial ended, Map<TopicPartition, OffsetAndMetadata> uncommitted) {
        boolean isProgress = !held.first(ended.tenant()).equals(ended.next());
        ended.returnTo().forEach((partition, offset) -> uncommitted.put(partition, new OffsetAndMetadata(offset)));
        if (ended.isComplete()) {
            held.release(ended.tenant());
            log.atWarn().addKeyValue("tenant", ended.tenant()).log("The tenant's records go through again");
        } else {
            held.advance(ended.tenant(), ended.next());
            held.tryAt(ended.tenant(), isProgress ? nanoTime.getAsLong() : nextTry());
        }
    }

    /** Forgets what is another instance's now. */
    void retain(Set<TopicPartition> assignment) {
        if (trial != null) {
            trial.retain(assignment);
        }
    }

    void drop(Collection<TopicPartition> partitions) {
        if (trial != null) {
            trial.drop(partitions);
        }
    }
}
