package io.moodlepipeline.runtime.record;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where a record stands.
 *
 * @param partition -1 when it never got there
 * @param offset -1 when it never got there
 */
public record Origin(String topic, int partition, long offset) {

    public static Origin of(ConsumerRecord<?, ?> original) {
        return new Origin(original.topic(), original.partition(), original.offset());
    }

    /** Of a record that was refused before it was published. */
    public static Origin unpublished(String topic) {
        return new Origin(topic, -1, -1);
    }
}
