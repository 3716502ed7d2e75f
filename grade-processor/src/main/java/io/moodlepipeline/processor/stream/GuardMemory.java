package io.moodlepipeline.processor.stream;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.GuardNote;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.service.Health;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What the flood guard has come to in the partitions of this process, shared by the step that judges grades and the consumer that
 * commits. Kafka Streams commits how far it has read; here that becomes no more than the first grade that is held back, and what the
 * guard must remember is written beside it, before what Streams writes there. For any thread.
 */
public final class GuardMemory {
    /** Between the guard's note and what Streams has beside an offset, which is in Base64. */
    private static final char SEPARATOR = '#';

    /** More tenants are only counted where they are told. */
    private static final int TOLD = 20;

    /** Beside the offsets from which on partitions are read next. */
    private final Map<TopicPartition, GuardNote> notes = new HashMap<>();

    /** The last of each partition. One that has left is kept: its offset may be committed after it was closed. */
    private final Map<TopicPartition, GuardedPartition> partitions = new HashMap<>();

    private final Set<TopicPartition> left = new HashSet<>();
    private Runnable whenChanged = () -> {};

    /** @param listener told each time when somebody is held back or let go */
    synchronized void onChange(Runnable listener) {
        whenChanged = listener;
    }

    /** @return what Streams is to see of what the group has committed */
    synchronized Map<TopicPartition, OffsetAndMetadata> read(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, OffsetAndMetadata> forStreams = new HashMap<>();
        committed.forEach((partition, offset) -> forStreams.put(partition, read(partition, offset)));
        return forStreams;
    }

    private OffsetAndMetadata read(TopicPartition partition, OffsetAndMetadata offset) {
        notes.remove(partition);
        String text = offset == null ? "" : offset.metadata();
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0 && !text.isEmpty()) {
            // Of a version that left the row to be read off the dead letters.
            return offset;
        }
        // Where nothing was ever committed, or by hand, there is nothing to remember.
        notes.put(partition, GuardNote.read(text.substring(0, Math.max(0, separator))));
        return offset == null
                ? null
                : new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), text.substring(separator + 1));
    }

    /** @return what to commit of what Streams has read */
    synchronized Map<TopicPartition, OffsetAndMetadata> toCommit(Map<TopicPartition, OffsetAndMetadata> read) {
        Map<TopicPartition, OffsetAndMetadata> toCommit = new HashMap<>();
        read.forEach((partition, offset) -> toCommit.put(partition, toCommit(partition, offset)));
        return toCommit;
    }

    private OffsetAndMetadata toCommit(TopicPartition partition, OffsetAndMetadata read) {
        GuardedPartition guarded = partitions.get(partition);
        if (guarded == null) {
            return read;
        }
        long offset = guarded.notPastHeld(read.offset());
        String metadata = guarded.note(read).text() + SEPARATOR + read.metadata();
        return offset == read.offset()
                ? new OffsetAndMetadata(offset, read.leaderEpoch(), metadata)
                : new OffsetAndMetadata(offset, metadata);
    }

    /**
     * The first grade of a partition has come here.
     *
     * @param rowOfLetters how many grades in a row were dead letters right before it, where nothing is noted
     */
    synchronized GuardedPartition begin(TopicPartition partition, IntSupplier rowOfLetters) {
        GuardNote note = notes.remove(partition);
        GuardedPartition begun = new GuardedPartition(note == null ? ofLetters(rowOfLetters.getAsInt()) : note);
        partitions.put(partition, begun);
        left.remove(partition);
        return begun;
    }

    /** With its guard on, that version would have stopped before: so many were let through, which ends a row. */
    private static GuardNote ofLetters(int row) {
        return new GuardNote(Map.of(), row < FloodGuard.IN_A_ROW ? row : 0, Set.of(), 0);
    }

    /** Somebody is held back in this partition now. */
    void changed() {
        listener().run();
    }

    /** The partition is another's from now on, or is begun again. */
    void leave(TopicPartition partition) {
        synchronized (this) {
            left.add(partition);
        }
        listener().run();
    }

    private synchronized Runnable listener() {
        return whenChanged;
    }

    synchronized Set<String> held() {
        return byTenant().keySet();
    }

    /** Where and why tenants are held back. */
    private Map<String, Set<String>> byTenant() {
        Map<String, Set<String>> byTenant = new TreeMap<>();
        partitions.forEach((partition, guarded) -> {
            if (!left.contains(partition)) {
                guarded.held()
                        .forEach((tenant, held) -> byTenant.computeIfAbsent(tenant, unknown -> new TreeSet<>())
                                .add("partition " + partition.partition() + " from offset " + held.offset() + " with "
                                        + held.code()));
            }
        });
        return byTenant;
    }

    /** Says so as long as anybody is held back. */
    synchronized Optional<Health> health() {
        Map<String, Set<String>> held = byTenant();
        return held.isEmpty() ? Optional.empty() : Optional.of(Health.halted(detail(held)));
    }

    private static String detail(Map<String, Set<String>> held) {
        String told = held.entrySet().stream()
                .limit(TOLD)
                .map(whose -> name(whose.getKey()) + " (" + String.join("; ", whose.getValue()) + ")")
                .collect(Collectors.joining(", "));
        String more = held.size() > TOLD ? ", and of " + (held.size() - TOLD) + " more" : "";
        boolean named = held.size() <= TOLD && !held.containsKey(RecordText.NO_TENANT);
        return "too many grades in a row of " + told + more
                + " would be dead letters, so nothing more of theirs is dead-lettered or"
                + " committed past, while all others go on: fix the cause and start again, or start with DEAD_LETTER_GUARD=off"
                + (named ? ":" + String.join(",", held.keySet()) : "") + " to let them through";
    }

    private static String name(String tenant) {
        return tenant.equals(RecordText.NO_TENANT) ? "no tenant" : "tenant " + tenant;
    }
}
