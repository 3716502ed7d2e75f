package io.moodlepipeline.ops.replay;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A topic, all of it or some of its partitions; written as for Kafka's own tool, {@code topic} or {@code topic:0,1}.
 *
 * @param partitions empty for all
 */
record TopicChoice(String topic, Set<Integer> partitions) {
    TopicChoice {
        partitions = Set.copyOf(partitions);
    }

    boolean includes(TopicPartition partition) {
        return partition.topic().equals(topic) && (partitions.isEmpty() || partitions.contains(partition.partition()));
    }

    static final class Converter implements ITypeConverter<TopicChoice> {
        private static final Pattern TEXT =
                Pattern.compile("([A-Za-z0-9._-]{1,249})(?::([0-9]{1,6}(?:,[0-9]{1,6})*))?");

        @Override
        public TopicChoice convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no topic, nor a topic with partitions such as topic:0,1");
            }
            Set<Integer> partitions = matcher.group(2) == null
                    ? Set.of()
                    : Arrays.stream(matcher.group(2).split(",", -1))
                            .map(Integer::valueOf)
                            .collect(Collectors.toCollection(TreeSet::new));
            return new TopicChoice(matcher.group(1), partitions);
        }
    }
}
