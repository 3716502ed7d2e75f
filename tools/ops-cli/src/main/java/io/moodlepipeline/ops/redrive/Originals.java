package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/** The records of which letters are copies, for letters that had no room for the body. */
public final class Originals implements AutoCloseable {
    private final KafkaProperties kafka;
    private TopicReader reader;

    public Originals(KafkaProperties kafka) {
        this.kafka = kafka;
    }

    /**
     * Empty when it is gone, has no body or is another event's: the topic may have been made anew since.
     *
     * @param letter the headers of the letter
     */
    Optional<byte[]> body(Origin origin, Headers letter) {
        if (origin.partition() < 0 || origin.offset() < 0) {
            return Optional.empty();
        }
        return record(origin)
                .filter(record -> isSame(EventHeaders.ID, record.headers(), letter)
                        && isSame(EventHeaders.TENANT, record.headers(), letter))
                .map(ConsumerRecord::value);
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(Origin origin) {
        // Hardly ever needed, and not to be mixed up with a reading that is under way.
        if (reader == null) {
            reader = TopicReader.open(kafka);
        }
        TopicPartition partition = new TopicPartition(origin.topic(), origin.partition());
        List<TopicPartition> partitions = List.of(partition);
        if (!reader.partitions(List.of(origin.topic())).contains(partition)
                || reader.beginnings(partitions).get(partition) > origin.offset()
                || reader.ends(partitions).get(partition) <= origin.offset()) {
            return Optional.empty();
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        reader.read(Map.of(partition, origin.offset()), Map.of(partition, origin.offset() + 1), found::add);
        return found.stream().findFirst();
    }

    private static boolean isSame(String name, Headers one, Headers other) {
        return Objects.equals(RecordText.header(one, name), RecordText.header(other, name));
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
