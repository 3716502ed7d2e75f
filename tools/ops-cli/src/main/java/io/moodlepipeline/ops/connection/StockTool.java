package io.moodlepipeline.ops.connection;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command lines of Kafka's own tools that do what no verb does, ready to be run. */
public final class StockTool {
    private final String brokers;

    StockTool(String bootstrapServer, String commandConfig) {
        brokers = "--bootstrap-server " + bootstrapServer
                + (commandConfig == null ? "" : " --command-config " + commandConfig);
    }

    /** Sets properties of a topic, each given as {@code name=value}. */
    public String setTopicProperties(String topic, List<String> properties) {
        // In brackets, a comma is a part of the value.
        String all = properties.stream()
                .map(property -> property.contains(",") ? property.replace("=", "=[") + "]" : property)
                .collect(Collectors.joining(","));
        return line("kafka-configs.sh", "--entity-type topics --entity-name " + topic + " --alter --add-config " + all);
    }

    public String describeTopics(String... options) {
        return line(
                "kafka-topics.sh",
                Stream.concat(Stream.of("--describe"), Stream.of(options)).collect(Collectors.joining(" ")));
    }

    private String line(String tool, String options) {
        return tool + " " + brokers + " " + options;
    }
}
