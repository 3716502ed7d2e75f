package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The client properties that the delivery guarantees rest on, and defaults that an operator may replace. */
public final class ClientProperties {
    /** A record of the largest size, and room for the marks of a dead letter. */
    private static final int MAX_REQUEST_BYTES = TopicDeclaration.MAX_RECORD_BYTES + 64 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024 * 1024;
    private static final Duration TOPICS_KEPT = Duration.ofDays(3650);

    private ClientProperties() {}

    /** A group member that commits by hand, and to whom a lost offset is an error, not a reason to skip. */
    public static Map<String, Object> consumer(KafkaSettings kafka, String group) {
        Map<String, Object> properties = kafka.consumer();
        properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, group);
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        // Bounds what waits in memory, whatever the size of the records.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CONSUMER.name);
        // The default assignor gives whole topics to one member.
        properties.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "range");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // The loop itself starts a new group at the earliest offset. Left to the client, "earliest" would hide it
        // when a committed offset was lost to retention.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return properties;
    }

    /** A producer whose acknowledgement means that the record is kept, once and in order. */
    public static Map<String, Object> producer(KafkaSettings kafka, String clientId) {
        Map<String, Object> properties = kafka.producer();
        properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        // Short against the interval in which a consumer must poll again.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        // Some topics get a record a year: forgotten, they would have to be learned in the middle of trouble.
        properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TOPICS_KEPT.toMillis());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return properties;
    }
}
