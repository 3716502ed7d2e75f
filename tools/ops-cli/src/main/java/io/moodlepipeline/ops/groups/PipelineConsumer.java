package io.moodlepipeline.ops.groups;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.writer.tables.Tables;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The consumers that are always there, by their group, and what they read. Others are known by what they commit. */
public enum PipelineConsumer {
    GRADE_PROCESSOR("grade-processor", List.of(EventType.GRADE_UPDATED)),
    DB_WRITER(
            "db-writer",
            Tables.ALL.stream().flatMap(table -> table.types().stream()).toList());

    private final String group;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of and Stream.toList
    private final List<EventType> types;

    PipelineConsumer(String group, List<EventType> types) {
        this.group = group;
        this.types = types;
    }

    public String group() {
        return group;
    }

    public List<String> topics() {
        return types.stream().map(EventType::topic).toList();
    }

    public static Optional<PipelineConsumer> ofGroup(String group) {
        return Stream.of(values())
                .filter(consumer -> consumer.group.equals(group))
                .findFirst();
    }
}
