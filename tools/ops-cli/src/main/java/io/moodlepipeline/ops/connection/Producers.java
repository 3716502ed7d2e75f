package io.moodlepipeline.ops.connection;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens producers. */
public final class Producers {
    private Producers() {}

    public static Producer<byte[], byte[]> open(KafkaProperties properties) {
        try {
            return new KafkaProducer<>(properties.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw Brokers.explained(e);
        }
    }
}
