package io.moodlepipeline.runtime.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Batches as a poll of one partition gives them to the consumer {@value #CONSUMER}. */
final class Batches {
    static final String CONSUMER = "tester";
    static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private Batches() {}

    static Batch of(String... values) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String value : values) {
            records.add(ScriptedConsumer.record(PARTITION, records.size(), value));
        }
        return of(records);
    }

    static Batch of(List<ConsumerRecord<byte[], byte[]>> records) {
        return new Batch(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()));
    }
}
