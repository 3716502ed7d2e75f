package io.moodlepipeline.ops.topics;

import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.LogDirectories;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What a topic holds.
 *
 * @param bytes on the disks of all brokers together; empty when this user may not ask
 */
record TopicContents(long records, OptionalLong bytes) {

    static Map<String, TopicContents> read(Admin admin, TopicsReport report) {
        Map<String, Long> begins = offsets(admin, report, OffsetSpec.earliest());
        Map<String, Long> ends = offsets(admin, report, OffsetSpec.latest());
        Map<String, Long> bytes =
                LogDirectories.read(admin).map(LogDirectories::bytesByTopic).orElse(Map.of());
        Map<String, TopicContents> contents = new HashMap<>();
        ends.forEach((topic, end) -> contents.put(
                topic,
                new TopicContents(
                        end - begins.get(topic),
                        bytes.containsKey(topic) ? OptionalLong.of(bytes.get(topic)) : OptionalLong.empty())));
        return contents;
    }

    /** Summed over the partitions of each topic that exists. */
    private static Map<String, Long> offsets(Admin admin, TopicsReport report, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = report.topics().stream()
                .flatMap(TopicContents::partitions)
                .collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> answers =
                Brokers.answer(admin.listOffsets(asked).all());
        return answers.entrySet().stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.getKey().topic(),
                        Collectors.summingLong(answer -> answer.getValue().offset())));
    }

    private static Stream<TopicPartition> partitions(TopicState topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition));
    }
}
