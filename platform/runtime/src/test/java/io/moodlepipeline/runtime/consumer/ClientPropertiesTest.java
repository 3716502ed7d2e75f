package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {

    @Test
    void aConsumerHasWhatTheGuaranteesRestOn() {
        Map<String, Object> properties = ClientProperties.consumer(kafka(Map.of()), "db-writer");

        assertThat(properties)
                .containsEntry("bootstrap.servers", "127.0.0.1:19092")
                .containsEntry("group.id", "db-writer")
                .containsEntry("group.protocol", "CONSUMER")
                .containsEntry("group.remote.assignor", "range")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("allow.auto.create.topics", false);
    }

    @Test
    void aProducerHasWhatTheGuaranteesRestOn() {
        Map<String, Object> properties = ClientProperties.producer(kafka(Map.of()), "db-writer");

        assertThat(properties).containsEntry("acks", "all").containsEntry("enable.idempotence", true);
        assertThat((int) properties.get("max.request.size")).isGreaterThan(2 * 1024 * 1024);
    }

    @Test
    void theRestMayBeReplaced() {
        KafkaSettings kafka = kafka(Map.of("KAFKA_MAX_POLL_RECORDS", "10", "KAFKA_LINGER_MS", "7"));

        assertThat(ClientProperties.consumer(kafka, "group")).containsEntry("max.poll.records", "10");
        assertThat(ClientProperties.producer(kafka, "client")).containsEntry("linger.ms", "7");
    }

    @Test
    void kafkaTakesThePropertiesAsTheyAre() {
        Map<String, Object> consumer = new HashMap<>(ClientProperties.consumer(kafka(Map.of()), "group"));
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        Map<String, Object> producer = new HashMap<>(ClientProperties.producer(kafka(Map.of()), "client"));
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);

        assertThat(new ConsumerConfig(consumer).unused()).isNotNull();
        assertThat(new ProducerConfig(producer).unused()).isNotNull();
    }

    private static KafkaSettings kafka(Map<String, String> environment) {
        return KafkaSettings.from(new Settings(environment), Set.of());
    }
}
