package io.moodlepipeline.testkit;

import java.util.HashMap;
import java.util.Map;

/** How a one-node broker of ours behaves, wherever it runs: what services may expect of it, and modest use of the machine. */
public final class BrokerSettings {
    private BrokerSettings() {}

    public static Map<String, String> oneNode() {
        Map<String, String> settings = new HashMap<>();
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", "3145728");
        settings.put("replica.fetch.max.bytes", "3145728");

        // 400 days, as events by default: a consumer that was away for longer than Kafka's 7 days goes on where it was.
        settings.put("offsets.retention.minutes", "576000");

        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // A killed member is replaced after 10 s instead of 45. Members of classic groups choose the time themselves.
        // One that joins is told its partitions at once, or a second later when the group has just changed: groups of a
        // few members have no assignments worth batching or computing aside.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.consumer.min.session.timeout.ms", "6000");
        settings.put("group.consumer.session.timeout.ms", "10000");
        settings.put("group.consumer.min.heartbeat.interval.ms", "1000");
        settings.put("group.consumer.heartbeat.interval.ms", "1000");
        settings.put("group.consumer.assignment.interval.ms", "0");
        settings.put("group.consumer.assignor.offload.enable", "false");
        settings.put("group.streams.min.session.timeout.ms", "6000");
        settings.put("group.streams.session.timeout.ms", "10000");
        settings.put("group.streams.min.heartbeat.interval.ms", "1000");
        settings.put("group.streams.heartbeat.interval.ms", "3000");

        // After kill -9 the controller waits this long for the old incarnation before it admits the new one.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");

        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        return Map.copyOf(settings);
    }
}
