package io.moodlepipeline.ops.replay;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which partitions it is about. */
final class TopicOptions {
    @Option(
            names = "--topic",
            paramLabel = "TOPIC[:PARTITION,...]",
            required = true,
            converter = TopicChoice.Converter.class,
            description = "This topic, or some of its partitions; repeatable.")
    private final List<TopicChoice> topics = new ArrayList<>();

    @Option(names = "--all-topics", required = true, description = "Every topic that the group reads.")
    private boolean all;

    boolean isAll() {
        return all;
    }

    List<TopicChoice> choices() {
        return List.copyOf(topics);
    }
}
