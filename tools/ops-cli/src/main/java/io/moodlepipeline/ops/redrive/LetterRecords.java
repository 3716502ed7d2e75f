package io.moodlepipeline.ops.redrive;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.records.TopicReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The records of chosen letters, read one after the other: their bodies may not all fit into memory at once. */
public final class LetterRecords {
    /** Reading across this many offsets that nobody asked for is quicker than to begin anew behind them. */
    private static final long WIDEST_GAP = 1000;

    private final TopicReader reader;

    public LetterRecords(TopicReader reader) {
        this.reader = reader;
    }

    /** Hands over each letter with its record, those of a partition in their order. What retention has deleted since does not come. */
    public void each(Collection<Letter> letters, BiConsumer<Letter, ConsumerRecord<byte[], byte[]>> visitor) {
        Map<Integer, TreeMap<Long, Letter>> byPartition = letters.stream()
                .collect(Collectors.groupingBy(
                        letter -> letter.position().partition(),
                        TreeMap::new,
                        Collectors.toMap(
                                letter -> letter.position().offset(),
                                letter -> letter,
                                (one, same) -> one,
                                TreeMap::new)));
        byPartition.forEach((number, wanted) -> {
            TopicPartition partition = new TopicPartition(Topics.DEAD_LETTER, number);
            for (Run run : runs(wanted.navigableKeySet())) {
                reader.read(Map.of(partition, run.first()), Map.of(partition, run.last() + 1), record -> {
                    Letter letter = wanted.get(record.offset());
                    if (letter != null) {
                        visitor.accept(letter, record);
                    }
                });
            }
        });
    }

    private static List<Run> runs(Collection<Long> ascending) {
        List<Run> runs = new ArrayList<>();
        for (long offset : ascending) {
            int last = runs.size() - 1;
            if (last >= 0 && offset - runs.get(last).last() <= WIDEST_GAP) {
                runs.set(last, new Run(runs.get(last).first(), offset));
            } else {
                runs.add(new Run(offset, offset));
            }
        }
        return runs;
    }

    private record Run(long first, long last) {}
}
