package io.moodlepipeline.ops.deadletter;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the dead-letter topic and the audit topic from their beginnings, and on from there each time it is asked again. */
public final class LetterTopics {
    private static final List<String> TOPICS = List.of(Topics.DEAD_LETTER, Topics.DEAD_LETTER_AUDIT);

    private final TopicReader reader;
    private final LetterParser parser = new LetterParser();
    private final Map<TopicPartition, Long> next = new HashMap<>();

    public LetterTopics(TopicReader reader) {
        this.reader = reader;
    }

    /**
     * Reads on to where the topics end now. Letters first: an audit record about a letter that was not read is no harm, but a letter
     * whose audit record was not read would look open.
     */
    public void catchUp(Listener listener) {
        forgetTopicsMadeAgain(listener);
        readOn(Topics.DEAD_LETTER, record -> listener.letter(parser.parse(record)));
        readOn(
                Topics.DEAD_LETTER_AUDIT,
                record ->
                        AuditRecord.read(record.value()).ifPresent(audit -> listener.audit(audit, record.partition())));
    }

    /** Where a topic was made again, what was read of the old one is no more: its places are others' now. */
    private void forgetTopicsMadeAgain(Listener listener) {
        Map<TopicPartition, Long> ends = reader.ends(reader.partitions(TOPICS));
        if (ends.entrySet().stream().anyMatch(end -> end.getValue() < next.getOrDefault(end.getKey(), 0L))) {
            next.clear();
            listener.topicsMadeAgain();
        }
    }

    private void readOn(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> partitions = reader.partitions(List.of(topic));
        reader.beginnings(partitions).forEach((partition, begin) -> next.merge(partition, begin, Math::max));
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        reader.read(next, ends, record -> {
            // Noted one by one, so that a reading that broke off goes on where it was.
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            each.accept(record);
        });
        ends.forEach((partition, end) -> next.merge(partition, end, Math::max));
    }

    /** Hears of everything that is read, once. */
    public interface Listener {
        void letter(Letter letter);

        /** @param partition of the audit topic in which the record stands */
        void audit(AuditRecord audit, int partition);

        /** What was heard so far is about topics that are gone; all that follows is new. */
        default void topicsMadeAgain() {}
    }
}
