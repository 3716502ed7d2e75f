package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The properties that the delivery guarantees rest on, and defaults that an operator may replace. */
final class StreamProperties {
    private StreamProperties() {}

    static Properties from(KafkaSettings kafka) {
        Map<String, Object> properties = kafka.all();
        putDefaults(properties);
        putGuarantees(properties);
        Properties all = new Properties();
        all.putAll(properties);
        return all;
    }

    private static void putDefaults(Map<String, Object> properties) {
        // A grade waits for nothing here; commits only decide how much is repeated after a crash.
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        // What waits in memory is bounded by bytes on the way in and on the way out, whatever the size of the records.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        properties.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 16 * 1024 * 1024);
    }

    private static void putGuarantees(Map<String, Object> properties) {
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, GradeTopology.CONSUMER);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // The topology refuses what is larger, and a dead letter of the largest size must still go.
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicDeclaration.MAX_RECORD_BYTES);
        // The streams protocol starts slower: 7 s against 2 s.
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name);
    }
}
