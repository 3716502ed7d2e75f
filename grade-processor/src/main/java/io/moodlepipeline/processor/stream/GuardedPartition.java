package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.GuardNote;
import io.moodlepipeline.runtime.deadletter.Streaks;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What the flood guard has come to in one partition since its first grade came here. Of its thread, but for who is held back, which any
 * may ask.
 */
final class GuardedPartition {
    private final GuardNote before;
    private final Streaks streaks = new Streaks();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** @param offset of the first grade that is held back */
    record Held(long offset, DeadLetterCode code) {}

    /** @param before what stood beside the offset from which on it is read */
    GuardedPartition(GuardNote before) {
        this.before = before;
        streaks.continueFrom(before);
    }

    Streaks streaks() {
        return streaks;
    }

    /** Whether the grade was done with before the last stop, ahead of what was held back then. */
    boolean isDone(long offset, String tenant) {
        return offset < before.doneTo() && !before.held().contains(tenant);
    }

    boolean isHeld(String tenant) {
        return held.containsKey(tenant);
    }

    void hold(String tenant, long offset, DeadLetterCode code) {
        held.put(tenant, new Held(offset, code));
    }

    Map<String, Held> held() {
        return held;
    }

    /** @param read up to where all grades are done with, but for those that are held back */
    long notPastHeld(long read) {
        return held.values().stream()
                .map(Held::offset)
                .min(Comparator.naturalOrder())
                .map(first -> Math.min(first, read))
                .orElse(read);
    }

    /** What is to stand beside an offset that is committed now. */
    GuardNote note(OffsetAndMetadata read) {
        long doneTo = Math.max(read.offset(), before.doneTo());
        if (doneTo == notPastHeld(read.offset())) {
            return new GuardNote(streaks.running(), 0, Set.of(), 0);
        }
        Set<String> notDone = new HashSet<>(held.keySet());
        if (read.offset() < before.doneTo()) {
            notDone.addAll(before.held());
        }
        return new GuardNote(streaks.running(), 0, notDone, doneTo);
    }
}
