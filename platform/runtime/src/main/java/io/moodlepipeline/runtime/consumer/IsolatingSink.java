package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.FloodGuard.Fate;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the records that make a batch fail by halving it, so that they cost the others nothing but a few more writes. What is not
 * surely a record's fault is tried {@value #TRIES} times in as many rounds, and a try counts only if the target takes writes right
 * after it: an outage never condemns a record.
 */
final class IsolatingSink {
    static final int TRIES = 5;

    /**
     * What is brought to the target at once. A body takes many times its size on its way into statements or calls: as text, in columns, as
     * the bytes of a message. Two thousand ordinary records are less.
     */
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private final BatchSink sink;

    /** How often records that nobody condemned yet have failed alone. */
    private final Map<Origin, Integer> tries = new HashMap<>();

    private boolean ranOutOfMemory;

    IsolatingSink(BatchSink sink) {
        this.sink = sink;
    }

    /**
     * Writes every record that the target takes. Leaves a tenant's rest out when it comes to a flood of its dead ones.
     *
     * @param blameTransients whether to look for a record behind a failure that mostly passes
     * @throws TargetException when that is not to be looked for, or the target takes nothing
     * @throws UnrecoverableException when the sink says that only a person can mend it
     */
    Round write(Batch batch, boolean blameTransients, BatchTally tally) throws TargetException {
        Round round = new Round(batch, blameTransients, tally);
        round.run();
        return round;
    }

    /** Whether there was once no memory for what was in hand: then other threads may have been without it too. */
    boolean ranOutOfMemory() {
        return ranOutOfMemory;
    }

    /** Whether a record that failed alone is to be tried again. */
    boolean isTrying() {
        return !tries.isEmpty();
    }

    /** @throws TargetException when the target takes no writes */
    void probe() throws TargetException {
        try {
            sink.probe();
        } catch (TargetException e) {
            throw TargetException.unavailable(e.getMessage(), e);
        } catch (UnrecoverableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw TargetException.unavailable(
                    TargetException.unexpected(e).failure().message(), e);
        }
    }

    /** The batch is done with: its records need no more tries. */
    void settled(Batch batch) {
        if (!tries.isEmpty()) {
            batch.records().forEach(record -> tries.remove(Origin.of(record)));
        }
    }

    /** Forgets what is another instance's now. */
    void retain(Set<TopicPartition> assignment) {
        tries.keySet().removeIf(origin -> !assignment.contains(new TopicPartition(origin.topic(), origin.partition())));
    }

    /** One try at a batch. */
    final class Round {
        private final Batch batch;
        private final boolean blameTransients;
        private final BatchTally tally;
        private final IdentityHashMap<ConsumerRecord<byte[], byte[]>, Outcome> outcomes = new IdentityHashMap<>();
        private final IdentityHashMap<ConsumerRecord<byte[], byte[]>, Failure> undecided = new IdentityHashMap<>();

        private Round(Batch batch, boolean blameTransients, BatchTally tally) {
            this.batch = batch;
            this.blameTransients = blameTransients;
            this.tally = tally;
        }

        /** The records of no flood: what became of each is known. */
        Batch decided() {
            return tally.floods().isEmpty() ? batch : batch.without(tally::isOfFlood);
        }

        /** Of the records that are decided, in their order. */
        List<Outcome> outcomes() {
            return batch.records().stream()
                    .filter(record -> !tally.isOfFlood(record))
                    .map(outcomes::get)
                    .toList();
        }

        /** Why some record of no flood, which counts as refused here, is to be tried again; empty when all are decided. */
        Optional<Failure> undecided() {
            return undecided.entrySet().stream()
                    .filter(entry -> !tally.isOfFlood(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        /** By tenant, why so many of its records would be dead letters; empty when there is no flood. */
        Map<String, Flood> floods() {
            Map<String, List<Failure>> failures = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
                Optional<Failure> failure =
                        Optional.ofNullable(outcomes.get(record)).flatMap(Outcome::failure);
                if (failure.isPresent() && tally.isOfFlood(record)) {
                    failures.computeIfAbsent(RecordText.tenant(record.headers()), tenant -> new ArrayList<>())
                            .add(failure.get());
                }
            }
            Map<String, Flood> floods = new TreeMap<>();
            failures.forEach((tenant, whose) -> floods.put(tenant, Flood.of(whose)));
            return floods;
        }

        /** Who failed alone in an earlier round stands alone from the start, so that the others go in a few writes. */
        private void run() throws TargetException {
            List<ConsumerRecord<byte[], byte[]>> records = batch.records();
            int from = 0;
            for (int i = 0; i < records.size() && !tries.isEmpty(); i++) {
                if (tries.containsKey(Origin.of(records.get(i)))) {
                    write(records.subList(from, i));
                    write(records.subList(i, i + 1));
                    from = i + 1;
                }
            }
            write(records.subList(from, records.size()));
        }

        private void write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
            List<ConsumerRecord<byte[], byte[]>> wanted = withoutFloods(records);
            if (wanted.size() > 1 && size(wanted) > MAX_BYTES) {
                writeHalves(wanted);
            } else if (!wanted.isEmpty()) {
                writeWanted(wanted);
            }
        }

        private void writeHalves(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
            int middle = records.size() / 2;
            write(records.subList(0, middle));
            write(records.subList(middle, records.size()));
        }

        private static long size(List<ConsumerRecord<byte[], byte[]>> records) {
            return records.stream()
                    .mapToLong(record -> record.value() == null ? 0 : record.value().length)
                    .sum();
        }

        private List<ConsumerRecord<byte[], byte[]>> withoutFloods(List<ConsumerRecord<byte[], byte[]>> records) {
            return tally.floods().isEmpty()
                    ? records
                    : records.stream()
                            .filter(record -> !tally.isOfFlood(record))
                            .toList();
        }

        private void writeWanted(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
            List<Outcome> written;
            try {
                written = sink.write(records);
            } catch (TargetException e) {
                findCulprit(records, e);
                return;
            } catch (UnrecoverableException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                ranOutOfMemory |= e instanceof OutOfMemoryError;
                findCulprit(records, TargetException.unexpected(e));
                return;
            }
            for (int i = 0; i < records.size(); i++) {
                decide(records.get(i), written.get(i));
            }
        }

        private void findCulprit(List<ConsumerRecord<byte[], byte[]>> records, TargetException failure)
                throws TargetException {
            if (mayPass(failure.kind())) {
                throw failure;
            }
            if (failure.kind() != FailureKind.PERMANENT) {
                probe();
            }
            if (records.size() == 1) {
                failedAlone(records.get(0), failure);
                return;
            }
            writeHalves(records);
        }

        private boolean mayPass(FailureKind kind) {
            return kind == FailureKind.UNAVAILABLE || (kind == FailureKind.TRANSIENT && !blameTransients);
        }

        private void failedAlone(ConsumerRecord<byte[], byte[]> record, TargetException failure) {
            if (failure.kind() != FailureKind.PERMANENT && tries.merge(Origin.of(record), 1, Integer::sum) < TRIES) {
                undecided.put(record, failure.failure());
            }
            add(record, Outcome.refused(failure.failure()));
        }

        private void decide(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
            if (!tries.isEmpty()) {
                tries.remove(Origin.of(record));
            }
            add(record, outcome);
        }

        private void add(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
            outcomes.put(record, outcome);
            tally.add(record, fate(record, outcome));
        }

        private Fate fate(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
            boolean failed = outcome.failure().isPresent();
            boolean expected = outcome.failure()
                    .map(failure -> failure.code().expected())
                    .orElse(outcome == Settled.SKIPPED || outcome == Settled.HELD);
            if (expected || (failed && batch.isRedriven(record))) {
                return Fate.NEUTRAL;
            }
            return failed ? Fate.DEAD : Fate.ALIVE;
        }
    }
}
