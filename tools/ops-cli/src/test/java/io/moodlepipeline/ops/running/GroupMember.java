package io.moodlepipeline.ops.running;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer that holds partitions of a topic and commits nothing. */
public final class GroupMember implements AutoCloseable {
    private static final String CLIENT_ID = "tester";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;

    private GroupMember(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Returns when it has partitions.
     *
     * @param protocol of groups: {@code classic} or {@code consumer}
     */
    public static GroupMember joined(String brokers, String group, String protocol, String topic) {
        GroupMember member = new GroupMember(new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                        ConsumerConfig.GROUP_ID_CONFIG, group,
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol,
                        ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
        member.join(topic);
        return member;
    }

    private void join(String topic) {
        consumer.subscribe(List.of(topic));
        await().atMost(PATIENCE).until(() -> {
            consumer.poll(Duration.ofMillis(100));
            return !consumer.assignment().isEmpty();
        });
    }

    /** What names of members begin with. */
    public String clientId() {
        return CLIENT_ID;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
