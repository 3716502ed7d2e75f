package io.moodlepipeline.processor.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the group has committed, by whichever instance. */
final class CommittedOffsets {
    private CommittedOffsets() {}

    static Map<TopicPartition, Long> read(Map<String, Object> adminProperties)
            throws InterruptedException, ExecutionException {
        Admin admin = Admin.create(adminProperties);
        try {
            Map<TopicPartition, Long> committed = new HashMap<>();
            for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : admin.listConsumerGroupOffsets(
                            GradeTopology.CONSUMER)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()) {
                if (entry.getValue() != null) {
                    committed.put(entry.getKey(), entry.getValue().offset());
                }
            }
            return committed;
        } finally {
            // Without a limit it would wait for calls that no broker answers.
            admin.close(Duration.ZERO);
        }
    }
}
