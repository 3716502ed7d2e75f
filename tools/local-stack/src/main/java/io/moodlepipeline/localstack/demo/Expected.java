package io.moodlepipeline.localstack.demo;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The events that must have won their rows when the story is over, by table. */
final class Expected {
    private final Map<ShownTable, Set<String>> eventIds = new EnumMap<>(ShownTable.class);

    void add(ShownTable table, String eventId) {
        eventIds.computeIfAbsent(table, key -> new HashSet<>()).add(eventId);
    }

    Set<String> of(ShownTable table) {
        return Set.copyOf(eventIds.getOrDefault(table, Set.of()));
    }
}
