package io.moodlepipeline.processor.stream;

import io.moodlepipeline.runtime.service.Health;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * At which grades the stream was halted. This process judges them the same however often it tries, so it goes on only when the group
 * has got past them by another instance: one with the cause mended, or the guard off. For any thread.
 */
final class FloodHalt {
    private final Map<TopicPartition, Long> stoppedAt = new HashMap<>();
    private Health health;

    synchronized void add(FloodException flood) {
        stoppedAt.put(flood.partition(), flood.offset());
        health = Health.halted(flood.getMessage());
    }

    /** Says so as long as it is halted. */
    synchronized Optional<Health> health() {
        return Optional.ofNullable(health);
    }

    /**
     * @param committed the group's offsets, each that of the next grade
     * @return whether the last thing that it was halted by is over
     */
    synchronized boolean endsWith(Map<TopicPartition, Long> committed) {
        if (health == null
                || !stoppedAt.entrySet().stream()
                        .allMatch(stop -> committed.getOrDefault(stop.getKey(), 0L) > stop.getValue())) {
            return false;
        }
        stoppedAt.clear();
        health = null;
        return true;
    }
}
